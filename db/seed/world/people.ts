/** Who works with the demo. The password of all is in `insert.ts`, and nowhere else. */
export const partners = {
  northlight: "Northlight Dubbing",
  harbour: "Harbour Subtitling",
  lumen: "Lumen Audio Description",
} as const;

export type PartnerCode = keyof typeof partners;

export type Person = {
  email: string;
  name: string;
  /** Null for the studio's own staff. */
  partner: PartnerCode | null;
  /** Days before today. */
  deactivatedDaysAgo?: number;
};

export const people = [
  { email: "ada@northlight.example", name: "Ada Lindqvist", partner: "northlight" },
  { email: "ben@northlight.example", name: "Ben Okafor", partner: "northlight" },
  {
    email: "dana@northlight.example",
    name: "Dana Whitlock",
    partner: "northlight",
    deactivatedDaysAgo: 12,
  },
  { email: "chloe@harbour.example", name: "Chloe Marchetti", partner: "harbour" },
  { email: "emil@harbour.example", name: "Emil Sørensen", partner: "harbour" },
  { email: "farah@lumen.example", name: "Farah Haddad", partner: "lumen" },
  { email: "opal@studio.example", name: "Opal Reyes", partner: null },
  { email: "oskar@studio.example", name: "Oskar Brandt", partner: null },
] as const satisfies readonly Person[];

export type Email = (typeof people)[number]["email"];
