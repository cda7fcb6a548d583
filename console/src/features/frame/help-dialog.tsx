import { useAllActions } from '../../ui/actions.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { t } from '../../ui/words/words.ts'

/** Every key of this moment's screen, from the same list that the palette and the keyboard read. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const actions = useAllActions().filter((action) => action.shortcut !== undefined)
  const groups = [...new Set(actions.map((action) => action.group))]
  const fixed = [
    [t('help.move'), 'J K'],
    [t('help.open'), '↵'],
    [t('help.send'), shortcutText('mod+enter')],
    [t('help.accept'), '↵'],
  ] as const
  return (
    <Dialog title={t('help.title')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="type-micro mb-1 text-ink-3">{group}</h3>
            <ul>
              {actions
                .filter((action) => action.group === group)
                .map((action) => (
                  <Line key={action.id} label={action.label} shortcut={shortcutText(action.shortcut ?? '')} />
                ))}
            </ul>
          </section>
        ))}
        <section>
          <h3 className="type-micro mb-1 text-ink-3">{t('help.everywhere')}</h3>
          <ul>
            {fixed.map(([label, shortcut]) => (
              <Line key={label} label={label} shortcut={shortcut} />
            ))}
          </ul>
        </section>
        <p className="text-ink-3">{t('help.off')}</p>
      </div>
    </Dialog>
  )
}

function Line({ label, shortcut }: { label: string; shortcut: string }) {
  return (
    <li className="flex h-7 items-center justify-between gap-4 border-b border-line last:border-0">
      <span className="truncate">{label}</span>
      <kbd className="key">{shortcut}</kbd>
    </li>
  )
}
