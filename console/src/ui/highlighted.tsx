import type { Highlight } from '@switchyard/sdk'

function Marked({ parts }: Pick<Highlight, 'parts'>) {
  return parts.map(({ text, isMatch }, at) =>
    isMatch ? (
      <mark
        key={at}
        className="rounded-[3px] bg-accent-tint font-semibold text-inherit [box-shadow:0_0_0_1px_var(--accent-tint)]"
      >
        {text}
      </mark>
    ) : (
      text
    ),
  )
}

/** A line with what was looked for marked in it; where that stands in a message, the message follows the line. */
export function Highlighted({ label, highlight }: { label: string; highlight: Highlight | null }) {
  if (highlight === null) return label
  if (highlight.field === 'issueSummary') return <Marked parts={highlight.parts} />
  return (
    <>
      {label}{' '}
      <span className="text-ink-3">
        — <Marked parts={highlight.parts} />
      </span>
    </>
  )
}
