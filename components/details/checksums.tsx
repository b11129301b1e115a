import { CopyButton } from "@/components/ui/copy-button";
import type { Checksums as Values } from "@/lib/materials/types";
import { Fact, Facts } from "./facts";

const names = { md5: "MD5", xxh64: "xxHash64", crc32: "CRC-32" } as const;

/** To be compared with, or copied from. */
export const Checksums = ({ of }: { of: Values }) => (
  <Facts title="Checksums">
    {(Object.keys(names) as (keyof Values)[]).map((kind) => (
      <Fact key={kind} name={names[kind]}>
        <span className="flex flex-wrap items-center gap-1">
          <code className="font-mono text-mono">{of[kind]}</code>
          <CopyButton what={names[kind]} text={of[kind]} />
        </span>
      </Fact>
    ))}
  </Facts>
);
