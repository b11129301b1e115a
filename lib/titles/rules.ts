/** Said where a title is named by what is no title's reference. */
export const noTitle = (given: string): string =>
  `none has the reference “${given}”; look it up under Titles`;
