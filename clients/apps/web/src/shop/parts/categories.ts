import type { Category } from '../queries/catalog.ts';

const find = (tree: readonly Category[], is: (category: Category) => boolean): Category[] => {
  for (const category of tree) {
    if (is(category)) return [category];
    const below = find(category.children ?? [], is);
    if (below.length > 0) return [category, ...below];
  }
  return [];
};

/** From the root to the category with this path; empty for none. */
export const wayTo = (tree: readonly Category[], slug: string): Category[] => find(tree, (each) => each.slug === slug);

export const categoryById = (tree: readonly Category[], id: string): Category | undefined =>
  find(tree, (each) => each.id === id).at(-1);
