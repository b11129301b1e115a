import { Body, Container, Head, Html, Link, Preview, Text } from "@react-email/components";
import type { ReactNode } from "react";
import { accent, darkColours, quiet, styles } from "./styles";

type FrameProps = {
  /** What a program that opens the mail as a page calls it. */
  title: string;
  /** What a list of mails shows behind the subject. */
  preview: string;
  supportEmail: string;
  children: ReactNode;
};

/** What every mail stands in: who it is from, how to have no more of them, whom to write to. */
export function Frame({ title, preview, supportEmail, children }: FrameProps) {
  return (
    <Html lang="en">
      <Head>
        <title>{title}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkColours}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body className="ground" style={styles.body}>
        <main>
          <Container className="surface" style={styles.surface}>
            <Text className={quiet} style={styles.brand}>
              Turnover
            </Text>
            {children}
            <Text className={`${quiet} line`} style={styles.foot}>
              You get this mail because you asked for what it tells of. To have no more of them,
              open your account menu in Turnover and untick “Mail me when a proxy is ready”. Nobody
              reads answers to this address; write to{" "}
              <Link href={`mailto:${supportEmail}`} className={accent} style={styles.link}>
                {supportEmail}
              </Link>
              .
            </Text>
          </Container>
        </main>
      </Body>
    </Html>
  );
}
