import { useState } from 'react'
import { Button } from './button.tsx'
import { t } from './words/words.ts'

/** Copies a text; false when the page may not use the clipboard. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

/** Copies and says so in its own place for two seconds. */
export function CopyButton({
  text,
  label,
  shortcut,
  onCopied,
}: {
  text: string
  label?: string
  shortcut?: string
  onCopied?: () => void
}) {
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null)
  const copy = async () => {
    const isCopied = await copyText(text)
    setSaid(isCopied ? 'copied' : 'refused')
    setTimeout(() => setSaid(null), 2000)
    if (isCopied) onCopied?.()
  }
  const words =
    said === 'copied' ? t('action.copied') : said === 'refused' ? t('action.copyRefused') : (label ?? t('action.copy'))
  return (
    <Button
      small
      icon={said === 'copied' ? 'check' : 'copy'}
      onClick={() => void copy()}
      {...(shortcut ? { shortcut } : {})}
    >
      <span aria-live="polite">{words}</span>
    </Button>
  )
}
