// Turns contracts/openapi.json into types. Nothing happens when they are of that document already.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, '../../../contracts/openapi.json');
const folder = join(here, 'src/generated');
const target = join(folder, 'schema.ts');

const document = readFileSync(source);
const stamp = `// ${createHash('sha256')
  .update(document)
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest('hex')}\n`;

if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(stamp)) {
  const described = JSON.parse(document.toString(), (name, value) =>
    name === 'example' || name === 'examples' ? undefined : value,
  );
  const problems = [...document.toString().matchAll(/"description": "code: ([^"]+)"/g)].flatMap((found) =>
    found[1].split(', '),
  );
  const codes = [...new Set(problems)].sort().map((code) => `  | '${code}'`);
  const types = astToString(await openapiTS(described, { defaultNonNullable: false, alphabetize: true }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(target, `${stamp}${types}\nexport type ProblemCode =\n${codes.join('\n')};\n`);
}
