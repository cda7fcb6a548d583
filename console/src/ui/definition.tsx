import { useId } from 'react'
import type { ReactNode } from 'react'

/** A figure's name that tells on hover and on focus how it is counted; Esc puts it away. */
export function Definition({ text, children }: { text: string; children: ReactNode }) {
  const id = useId()
  return (
    <span className="group/definition">
      <button
        type="button"
        aria-describedby={id}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        className="cursor-help text-start underline decoration-line-strong decoration-dotted underline-offset-[3px]"
      >
        {children}
      </button>
      <span
        id={id}
        role="tooltip"
        className="type-meta invisible absolute inset-x-2 top-9 z-10 rounded-control bg-raised p-2.5 font-normal text-ink-2 shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)] group-focus-within/definition:visible group-hover/definition:visible"
      >
        {text}
      </span>
    </span>
  )
}
