import { h } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useChat, usePanel } from './context.ts'
import { Foot } from './foot.tsx'
import { Form } from './form.tsx'
import { Head } from './head.tsx'
import { Icon } from './icon.tsx'
import { useLater } from './use-later.ts'
import { Talk } from './talk.tsx'
import { keepInside } from './keep-inside.ts'
import { Write } from './write.tsx'

/** The chat itself: a dialog that Escape leaves and that the Tab key goes round in. */
export function ChatPanel({ isOpen }: { isOpen: boolean }) {
  const { minimise, speech } = usePanel()
  const { phase, isLinked, wentAs } = useChat()
  const panel = useRef<HTMLDivElement>(null)
  const later = useLater(phase === 'ended')
  // The page gives the frame the focus; here it goes on to where the customer writes.
  useEffect(() => {
    const focusFirst = () => {
      if (isOpen && (document.activeElement ?? document.body) === document.body) firstIn(panel.current)?.focus()
    }
    if (document.hasFocus()) focusFirst()
    window.addEventListener('focus', focusFirst)
    return () => window.removeEventListener('focus', focusFirst)
  }, [isOpen, phase, later])
  const isTalk = phase === 'waiting' || phase === 'live'
  return (
    <div
      class="w"
      ref={panel}
      role="dialog"
      aria-labelledby="title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') minimise()
        else keepInside(event, event.currentTarget)
      }}
    >
      <Head />
      {!isLinked && isTalk && (
        <p class="banner" role="status">
          <Icon name="alert" />
          {speech.words.offline}
        </p>
      )}
      {(isTalk || (phase === 'ended' && wentAs === null)) && <Talk />}
      {isTalk && <Write />}
      {(phase === 'form' || phase === 'opening') && <Form />}
      {phase === 'ended' && later !== null && (wentAs === null ? <later.Over /> : <later.Left />)}
      <Foot key={phase === 'form'} />
    </div>
  )
}

function firstIn(panel: HTMLElement | null): HTMLElement | null {
  return panel?.querySelector<HTMLElement>('[data-first], form input, form select, form textarea') ?? null
}
