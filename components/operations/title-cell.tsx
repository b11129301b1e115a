import type { TitleOfMaterial } from "@/lib/materials/types";

/** "Glass Harbour S02E04" */
export function TitleCell({ title: { name, episode, reference } }: { title: TitleOfMaterial }) {
  return (
    <span title={reference}>
      <bdi className="font-medium">{name}</bdi>{" "}
      {episode && <span className="text-ink-2">{episode}</span>}
    </span>
  );
}
