/** The tabs of the details panel, in their order; the address names them so. */
export const panelTabs = ["detail", "updates", "downloads"] as const;
export type PanelTab = (typeof panelTabs)[number];

export const tabNames: Record<PanelTab, string> = {
  detail: "Detail",
  updates: "Update History",
  downloads: "Download History",
};
