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
        Each file gets a link of its own that lasts 7 days and needs no sign-in, so a transfer can
        be handed to another machine or tool. Copy the link from your browser’s list of downloads.
        Who holds the link can take the file: treat it like the file. If you lose your access, or
        the request is withdrawn, the link stops.
      </p>
      <p>
        A transfer that broke off goes on where it stopped. Browsers offer <i>Resume</i>; at a
        command line, run the same line again:
      </p>
      <Command>{`curl --continue-at - --output "FILE NAME" "LINK"
wget --continue --output-document "FILE NAME" "LINK"`}</Command>
      <p>
        Compare the checksum in the file’s panel with your copy’s, before you build on it. A right
        checksum is the only proof that a file arrived whole.
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
        gets a copy made for them. Making these copies is not open yet; until then such rows show
        what was delivered, their panel says <b>Not Available</b>, and they have no tick box.
      </p>
    </>
  );
}
