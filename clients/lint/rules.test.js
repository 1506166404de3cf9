import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuleTester } from 'eslint';
import { describe, expect, it, test } from 'vitest';
import { noPlainColour, noPlainText, ownArea } from './rules.js';

RuleTester.describe = describe;
RuleTester.it = it;
const tester = new RuleTester({ languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } });
const wrong = (code, filename) => ({ code, ...(filename ? { filename } : {}), errors: 1 });

tester.run('no-plain-text', noPlainText, {
  valid: ['<p>{t("cart.title")}</p>', '<p> · </p>', '<a href="/docs" className="link" />', '<p>{`−${n}%`}</p>'],
  invalid: [
    wrong('<p>Bag</p>'),
    wrong('<p>ব্যাগ</p>'),
    wrong('<input placeholder="Search" />'),
    wrong('<img alt={"A shirt"} />'),
    wrong('<p>{open ? "Close" : null}</p>'),
    wrong('<Field label={`Name of ${who}`} />'),
  ],
});

tester.run('no-plain-colour', noPlainColour, {
  valid: ['const id = "#main"', '"text-action"', '"/p/abc#def1"'],
  invalid: [
    wrong('const c = "#0c5a3e"'),
    wrong('"text-[#fff]"'),
    wrong('`rgba(${r}, 0, 0, 1)`'),
    wrong('"oklch(50% 0 0)"'),
  ],
});

const at = (area) => `/clients/apps/web/src/${area}/pages/Page.tsx`;
tester.run('own-area', ownArea, {
  valid: [
    { code: 'import "../../boot/start.tsx"', filename: at('shop') },
    { code: 'import "../parts/admin.ts"', filename: at('shop') },
    { code: 'client.GET("/api/v1/admin/orders")', filename: at('admin') },
    { code: 'client.GET("/api/v1/vendors/{slug}")', filename: at('shop') },
  ],
  invalid: [
    wrong('import "../../vendor/api.ts"', at('shop')),
    wrong('import("../../shop/api.ts")', at('admin')),
    wrong('client.GET("/api/v1/vendor/orders")', at('shop')),
    wrong('client.GET("/api/v1/admin/orders")', at('vendor')),
  ],
});

const styles = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.name.endsWith('.css') && !/node_modules|dist/.test(file.parentPath))
    .map((file) => join(file.parentPath, file.name));

test('no stylesheet but the theme names a colour', () => {
  const root = join(import.meta.dirname, '..');
  const found = [...styles(join(root, 'packages')), ...styles(join(root, 'apps/web/src'))]
    .filter((path) => !path.endsWith('tokens/theme.css'))
    .filter((path) => /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(/i.test(readFileSync(path, 'utf8')));
  expect(found).toEqual([]);
});
