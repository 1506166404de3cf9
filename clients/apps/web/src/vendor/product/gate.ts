/** What the publish gate asks for, by the names of the API without `facts.`. */
export const FIELDS = [
  'title',
  'description',
  'measurement',
  'colour',
  'material',
  'model',
  'country_of_origin',
  'images',
  'health_hazard_warning',
  'brand',
  'delivery_time',
  'return_terms',
  'warranty',
  'category_id',
  'dgda_licence',
  'ingredients',
  'manufactured_on',
  'expires_on',
  'offers',
  'offers_price',
] as const;

type Field = (typeof FIELDS)[number];

/** The name of a demand; those of a category's attributes have only the key that staff gave them. */
export const nameOf = (field: string): { key: Field | undefined; rest: string } => {
  const bare = field.replace(/^facts\./, '').replace('.', '_');
  return { key: FIELDS.find((each) => each === bare), rest: field.replace(/^attributes\./, '').replaceAll('_', ' ') };
};
