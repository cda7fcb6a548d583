import { useEffect, useRef } from 'react'
import { t } from '../../ui/words/words.ts'

interface TrustedHtmlMaker {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): { createHTML(text: string): string }
}

/** Styles are refused in the frame as they are on this page; the mail's elements say enough without them. */
const withoutStyles = (html: string) => html.replaceAll(/ style="[^"]*"/g, '')

const maker = (globalThis as { trustedTypes?: TrustedHtmlMaker }).trustedTypes
/** Trusted for the frame alone, in which nothing runs and nothing loads. */
const policy = maker?.createPolicy('mail-frame', { createHTML: withoutStyles })

/** The HTML of a mail where it can do nothing: no scripts, no origin, no forms, nothing loaded. */
export function MailFrame({ html }: { html: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    if (frame.current !== null) frame.current.srcdoc = policy?.createHTML(html) ?? withoutStyles(html)
  }, [html])
  return <iframe ref={frame} sandbox="" title={t('mail.preview')} className="block h-80 w-full border-0 bg-white" />
}
