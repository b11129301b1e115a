import { Command, Terms } from "./prose";

export function DownloadsHelp() {
  return (
    <>
      <p>
        Tick rows, a whole asset type or everything, and press <b>Download</b>; the number and size
        of what is ticked stand beside it. The button in a file’s panel takes that file only,
        whatever is ticked. A download is recorded when it is started, for you and for your
        colleagues’ records, before the first byte is sent.
      </p>
      <p>
        One file comes as itself, several as one zip: a folder a title, a <code>README.txt</code> of
        what is inside, and an ASC MHL manifest with every checksum. The zip is the same each time,
        byte for byte, so it can be resumed anywhere in it. <b>Downloads</b> in the header lists all
        that you took, under way and past, with how far each has come.
      </p>
      <Terms
        of={[
          { term: "Initiated", means: "Recorded; no byte was sent yet." },
          { term: "n % sent", means: "So much of it was handed to your line, by whichever way." },
          { term: "Completed", means: "Every byte was sent at least once. That is not a proof." },
          {
            term: "Verified",
            means: "A receipt came back with the right checksum: your copy is whole.",
          },
          {
            term: "Superseded",
            means:
              "A newer version came before the first byte was sent, or after the links expired. Take that one.",
          },
          { term: "Withdrawn", means: "You lost the right to a file in it." },
        ]}
      />
      <p>
        The arrow beside <b>Download</b>, and the menu of each entry in Downloads, offer what a
        browser can’t do: a line for <code>aria2c</code> (eight connections) or <code>curl</code>{" "}
        that goes on where it stopped when it is run again; a Metalink 4 file and a plain list of
        URLs for download managers; the manifest; and the receipt line, which is run beside what
        arrived and has it <b>Verified</b>.
      </p>
      <p>
        Links last 7 days and need no sign-in, so a transfer can be handed to another machine. Who
        holds a link can take the file: treat it like the file. If you lose your access, or the
        request is withdrawn, the links stop. <b>Resume</b> in Downloads makes new ones. A browser
        goes on only with what stands in its own list of downloads, and starts over otherwise; for
        large files, a line in a terminal is the safer way:
      </p>
      <Command>{`curl --continue-at - --output "FILE NAME" "LINK"
wget --continue --output-document "FILE NAME" "LINK"`}</Command>
      <p>
        When a newer version of something you took is delivered, Source Requests and the list say
        so, and one click downloads the new versions.
      </p>
      <p>
        Without the receipt line, compare your copy’s checksum with the manifest’s before you build
        on it. A right checksum is the only proof that a file arrived whole.
      </p>
      <Terms
        of={[
          { term: "Linux", means: <code className="font-mono text-mono">md5sum "FILE NAME"</code> },
          { term: "macOS", means: <code className="font-mono text-mono">md5 "FILE NAME"</code> },
          {
            term: "Windows",
            means: (
              <code className="font-mono text-mono">Get-FileHash -Algorithm MD5 "FILE NAME"</code>
            ),
          },
        ]}
      />
      <p>
        Videos of asset types that are watermarked are never handed out as delivered: each person
        gets a proxy made for them, with their company’s name and a serial in the picture; the
        serial also ends the file’s name. A few wait ready for each version. When none is left, the
        panel says <b>Not Available</b> and its <b>Request proxy</b> has yours made; downloading
        such rows with others does the same. Meanwhile the row shows <b>Processing</b> with a
        percent, and you may cancel it in the panel; when it is ready, you are mailed, and{" "}
        <b>Downloads</b> offers it. Asked for again, the same version gives you the same proxy.
      </p>
    </>
  );
}
