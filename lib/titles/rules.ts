/** Said where a title is named by what is no title's reference: words of a name may be meant. */
export const noTitle = (given: string): string =>
  `there is no title with the reference “${given}”; find it by its name, and name it by its reference`;
