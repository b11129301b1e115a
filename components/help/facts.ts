/** What the help says of this deployment. */
export type HelpFacts = {
  supportEmail: string;
  /** IANA name of the zone whose calendar days count. */
  timeZone: string;
  /** How long a fulfilled request's materials stay visible. */
  accessDays: number;
};
