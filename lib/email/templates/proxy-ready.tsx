import { Button, Heading, Link, Section, Text } from "@react-email/components";
import { Frame } from "./frame";
import { accent, ink, quiet, styles } from "./styles";

export type ReadyCopy = {
  /** "Glass S01E03" */
  title: string;
  assetType: string;
  /** As supplied. */
  fileName: string;
  /** In words; null where language plays no part. */
  language: string | null;
  readyAt: Date;
  /** The file's panel in the app, never the file. */
  url: string;
};

export type ProxyReadyMailProps = {
  userName: string;
  partnerName: string;
  /** One or more, in the order in which they became ready. */
  copies: ReadyCopy[];
  /** The page with all of them. */
  url: string;
  supportEmail: string;
};

/** "Your proxy is ready: Glass S01E03, Final Proxy", "3 proxies are ready: Glass S01E03, Glass S01E04 and 1 more". */
export function proxyReadySubject(copies: Pick<ReadyCopy, "title" | "assetType">[]): string {
  const [first] = copies;
  if (first && copies.length === 1)
    return `Your proxy is ready: ${first.title}, ${first.assetType}`;
  return `${copies.length} proxies are ready: ${listed(copies.map(({ title }) => title))}`;
}

/** "A", "A, B", "A, B and 3 more"; each name once. */
function listed(names: string[]): string {
  const [first, second, ...rest] = new Set(names);
  const named = [first, second].filter(Boolean).join(", ");
  return rest.length > 0 ? `${named} and ${rest.length} more` : named;
}

/** Tells a user of the copies that they waited for. */
export function ProxyReadyMail({
  userName,
  partnerName,
  copies,
  url,
  supportEmail,
}: ProxyReadyMailProps) {
  const one = copies.length === 1;
  return (
    <Frame
      title={proxyReadySubject(copies)}
      preview={listed(copies.map(({ fileName }) => fileName))}
      supportEmail={supportEmail}
    >
      <Heading as="h1" className={ink} style={styles.heading}>
        {one ? "Your proxy is ready" : `Your ${copies.length} proxies are ready`}
      </Heading>
      <Text className={ink} style={styles.text}>
        {userName}, {one ? "the watermarked proxy that you" : "the watermarked proxies that you"}{" "}
        asked for can be downloaded now.
      </Text>
      {copies.map((copy) => (
        <Copy key={copy.url} {...copy} />
      ))}
      <Section style={styles.action}>
        <Button href={url} style={styles.button}>
          {one ? "Open it in Turnover" : "Open them in Turnover"}
        </Button>
      </Section>
      <Text className={quiet} style={styles.note}>
        {one ? "This copy was" : "These copies were"} made for you alone: the picture carries the
        name of {partnerName} and a serial by which each copy can be traced to the person who took
        it. Keep {one ? "it" : "them"} to yourself; colleagues get copies of their own.
      </Text>
    </Frame>
  );
}

function Copy({ title, assetType, fileName, language, readyAt, url }: ReadyCopy) {
  const facts = [assetType, language].filter(Boolean).join(" · ");
  return (
    <Section className="line" style={styles.copy}>
      <Text style={styles.title}>
        <Link href={url} className={accent} style={styles.link}>
          {title}
        </Link>
      </Text>
      <Text className={ink} style={styles.fact}>
        {facts}
      </Text>
      <Text className={ink} style={styles.file}>
        {fileName}
      </Text>
      <Text className={quiet} style={styles.fact}>
        Ready {inUtc.format(readyAt)} UTC
      </Text>
    </Section>
  );
}

// A mail is read anywhere: without a zone that is known to be the reader's, UTC, and it says so.
const inUtc = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
