export function MailHelp() {
  return (
    <>
      <p>
        When a proxy that you had to wait for is ready, you get a mail: which title and file it is,
        and a link to it here. Proxies that become ready within two minutes of each other share one
        mail; where they keep coming, the first mail goes out after ten minutes. The link opens the
        list and needs your sign-in: the mail itself gives nobody the file.
      </p>
      <p>
        To have no such mails, open the menu under your name at the top right and untick{" "}
        <b>Mail me when a proxy is ready</b>. The list and <b>Downloads</b> show what is ready all
        the same. What became ready while mails were off is not mailed later, nor is what you can no
        longer take.
      </p>
    </>
  );
}
