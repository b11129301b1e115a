import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Mark } from "@/components/shell/mark";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { currentViewer } from "@/lib/auth/guards";
import { landingPath, signInErrorText } from "@/lib/auth/rules";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { from, error } = await searchParams;
  const landing = landingPath(from);
  if (await currentViewer()) redirect(landing);
  return (
    <div className="m-auto w-full max-w-88 px-4 py-10">
      <h1 className="mb-4 flex items-center gap-2 font-semibold text-headline">
        <Mark />
        Turnover
      </h1>
      <SignInForm
        landing={landing}
        failure={signInErrorText(error)}
        singleSignOn={env.OIDC_ISSUER ? env.OIDC_NAME : null}
      />
      <p className="mt-4 text-ink-3">
        No account, or no way in? Write to{" "}
        <a
          className="text-accent underline underline-offset-2"
          href={`mailto:${env.SUPPORT_EMAIL}`}
        >
          {env.SUPPORT_EMAIL}
        </a>
      </p>
    </div>
  );
}
