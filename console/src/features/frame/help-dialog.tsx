import { useAllActions } from '../../ui/actions.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { fixedKeys, keysOf } from '../../ui/shortcut.ts'
import { t } from '../../ui/words/words.ts'

/** Every key of this moment's screen, from the same list that the palette and the keyboard read. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const actions = useAllActions().filter((action) => action.shortcut !== undefined)
  const groups = [...new Set(actions.map((action) => action.group))]
  return (
    <Dialog title={t('help.title')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className="type-micro mb-1 text-ink-3">{group}</h3>
            <ul>
              {actions
                .filter((action) => action.group === group)
                .map(({ id, label, shortcut = '' }) => (
                  <Line key={id} label={label} keys={keysOf(shortcut)} isChord={shortcut.includes(' ')} />
                ))}
            </ul>
          </section>
        ))}
        <section aria-label={t('help.everywhere')}>
          <h3 className="type-micro mb-1 text-ink-3">{t('help.everywhere')}</h3>
          <ul>
            {fixedKeys.map(({ word, keys }) => (
              <Line key={word} label={t(word)} keys={keys.flatMap((key) => keysOf(key))} isChord={false} />
            ))}
          </ul>
        </section>
        <p className="text-ink-3">{t('help.off')}</p>
      </div>
    </Dialog>
  )
}

function Line({ label, keys, isChord }: { label: string; keys: readonly string[]; isChord: boolean }) {
  return (
    <li className="flex min-h-7 items-center justify-between gap-4 border-b border-line last:border-0">
      <span className="min-w-0 truncate">{label}</span>
      <span className="type-meta flex flex-none items-center gap-1 text-ink-3">
        {keys.map((key, index) => (
          <span key={key} className="flex items-center gap-1">
            {index > 0 && isChord && t('keys.then')}
            <kbd className="key">{key}</kbd>
          </span>
        ))}
      </span>
    </li>
  )
}
