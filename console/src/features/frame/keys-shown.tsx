import { t } from '../../ui/words/words.ts'

/** Keys as they are pressed: one, or one after the other. */
export function KeysShown({ keys, isChord }: { keys: readonly string[]; isChord: boolean }) {
  return (
    <span className="type-meta flex flex-none items-center gap-1 text-ink-3">
      {keys.map((key, index) => (
        <span key={key} className="flex items-center gap-1">
          {index > 0 && isChord && t('keys.then')}
          <kbd className="key">{key}</kbd>
        </span>
      ))}
    </span>
  )
}
