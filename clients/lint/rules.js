// Our own rules. Each can be excused for a line with a reason: // eslint-disable-next-line own/<rule> -- why

const LETTERS = /\p{L}[\p{L}\p{M}]/u;
const SAID = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'alt',
  'hint',
  'label',
  'legend',
  'placeholder',
  'text',
  'title',
]);

/** @type {import('eslint').Rule.RuleModule} */
export const noPlainText = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { plain: 'Say “{{text}}” in both languages: put it into packages/i18n.' },
  },
  create(context) {
    const report = (node, text) => {
      const plain = text.trim();
      if (LETTERS.test(plain)) context.report({ node, messageId: 'plain', data: { text: plain.slice(0, 40) } });
    };
    const value = (node) => {
      if (node?.type === 'Literal' && typeof node.value === 'string') report(node, node.value);
      if (node?.type === 'TemplateLiteral') node.quasis.forEach((each) => report(each, each.value.cooked ?? ''));
      if (node?.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(value);
      if (node?.type === 'LogicalExpression') [node.left, node.right].forEach(value);
    };
    return {
      JSXText: (node) => report(node, node.value),
      JSXExpressionContainer(node) {
        const { parent } = node;
        if (parent.type === 'JSXElement' || parent.type === 'JSXFragment') value(node.expression);
        if (parent.type === 'JSXAttribute' && SAID.has(parent.name.name)) value(node.expression);
      },
      JSXAttribute(node) {
        if (SAID.has(node.name.name)) value(node.value);
      },
    };
  },
};

const COLOUR = /(?<![\w&])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(/i;

/** @type {import('eslint').Rule.RuleModule} */
export const noPlainColour = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { colour: 'Colours are decided in packages/tokens: give “{{text}}” a name there.' },
  },
  create(context) {
    const look = (node, text) => {
      const found = COLOUR.exec(text);
      if (found) context.report({ node, messageId: 'colour', data: { text: found[0] } });
    };
    return {
      Literal: (node) => typeof node.value === 'string' && look(node, node.value),
      TemplateElement: (node) => look(node, node.value.cooked ?? ''),
    };
  },
};

const AREAS = ['shop', 'vendor', 'admin'];
const areaOf = (path) => /\/src\/(shop|vendor|admin)\//.exec(path.replaceAll('\\', '/'))?.[1];
const isOther = (area, path) => AREAS.some((other) => other !== area && new RegExp(`(?:^|/)${other}/`).test(path));

const apiOf = (path) => {
  if (path.startsWith('/api/v1/admin/')) return 'admin';
  return /^\/api\/v1\/vendor\//.test(path) ? 'vendor' : undefined;
};

/** @type {import('eslint').Rule.RuleModule} */
export const ownArea = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      import:
        'Storefront, vendor centre and admin do not know each other; what they share is in packages/ or src/boot.',
      call: 'This call belongs to the {{area}} application.',
    },
  },
  create(context) {
    const area = areaOf(context.filename);
    if (!area) return {};
    const look = (node) => {
      if (
        typeof node.source?.value === 'string' &&
        node.source.value.startsWith('.') &&
        isOther(area, node.source.value)
      ) {
        context.report({ node, messageId: 'import' });
      }
    };
    return {
      ImportDeclaration: look,
      ImportExpression: look,
      ExportNamedDeclaration: look,
      ExportAllDeclaration: look,
      Literal(node) {
        const owner = typeof node.value === 'string' ? apiOf(node.value) : undefined;
        if (owner && owner !== area) context.report({ node, messageId: 'call', data: { area: owner } });
      },
    };
  },
};

export default {
  rules: { 'no-plain-text': noPlainText, 'no-plain-colour': noPlainColour, 'own-area': ownArea },
};
