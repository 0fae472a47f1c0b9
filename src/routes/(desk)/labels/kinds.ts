/** The kinds of label there are, in the order they are printed. */
export const LABEL_KINDS = ['assets', 'parts', 'units', 'work-orders', 'people'] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];
