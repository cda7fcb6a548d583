import { useState } from 'react'
import type { ReactNode } from 'react'
import { useAllActions } from '../../ui/actions.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { chooseKeys, keyIds, keyMap, useChosenKeys } from '../../ui/key-map.ts'
import type { KeyId, KeyPlace } from '../../ui/key-map.ts'
import { fixedKeys, keysOf } from '../../ui/shortcut.ts'
import { t } from '../../ui/words/words.ts'
import { KeyLine } from './key-line.tsx'
import { KeysShown } from './keys-shown.tsx'

const places: readonly KeyPlace[] = ['everywhere', 'list', 'ticket', 'queues', 'workflow', 'deliveries']
const titles = {
  everywhere: 'frame.everywhere',
  list: 'keys.inList',
  ticket: 'ticket.group',
  queues: 'area.queues',
  workflow: 'area.workflow',
  deliveries: 'area.deliveries',
} as const

/** An area that this person may not open is not gone to. */
function isShown(id: KeyId, live: ReadonlySet<string>): boolean {
  return !id.startsWith('go-') || live.has(id)
}

interface SectionProps {
  title: string
  children: ReactNode
}

function Section({ title, children }: SectionProps) {
  return (
    <section aria-label={title} className="mb-4 break-inside-avoid">
      <h3 className="type-micro mb-1 text-ink-3">{title}</h3>
      <ul>{children}</ul>
    </section>
  )
}

function FixedLine({ label, shortcut }: { label: string; shortcut: readonly string[] }) {
  return (
    <li className="flex min-h-7 items-center justify-between gap-4 border-b border-line last:border-0">
      <span className="min-w-0 truncate">{label}</span>
      <KeysShown keys={shortcut.flatMap((key) => keysOf(key))} isChord={false} />
    </li>
  )
}

/** Keys that only the screen of this moment has, and that nobody can choose otherwise. */
function useOwnKeys() {
  const isMapped = (id: string) => id in keyMap || id === 'select' || id === 'bulk-undo'
  return useAllActions().filter(({ id, shortcut }) => shortcut !== undefined && !isMapped(id))
}

/** Every key of the console by where it counts; each can be chosen otherwise, and what would meet is said. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const chosen = useChosenKeys()
  const [isChanging, setChanging] = useState(false)
  const live = new Set(useAllActions().map(({ id }) => id))
  const own = useOwnKeys()
  const hasChosen = Object.keys(chosen).length > 0
  return (
    <Dialog title={t('help.title')} place="wide" onClose={onClose}>
      <div className="p-4">
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <p className="min-w-52 flex-1 text-ink-3">{t(isChanging ? 'keys.changing' : 'help.off')}</p>
          {hasChosen && (
            <Button small look="bare" icon="undo" className="max-pane:!h-11" onClick={() => chooseKeys({})}>
              {t('keys.reset')}
            </Button>
          )}
          <Button
            small
            aria-pressed={isChanging}
            className="max-pane:!h-11"
            onClick={() => setChanging((known) => !known)}
          >
            {t(isChanging ? 'keys.done' : 'keys.change')}
          </Button>
        </div>
        <div className="pane:columns-2 pane:gap-8">
          {places.map((place) => (
            <Section key={place} title={t(titles[place])}>
              {keyIds
                .filter((id) => keyMap[id].place === place && isShown(id, live))
                .map((id) => (
                  <KeyLine key={id} id={id} chosen={chosen} isChanging={isChanging} />
                ))}
            </Section>
          ))}
          {own.length > 0 && (
            <Section title={t('review.reviews')}>
              {own.map(({ id, label, shortcut = '' }) => (
                <FixedLine key={id} label={label} shortcut={[shortcut]} />
              ))}
            </Section>
          )}
          <Section title={t('help.everywhere')}>
            {fixedKeys.map(({ word, keys }) => (
              <FixedLine key={word} label={t(word)} shortcut={keys} />
            ))}
          </Section>
        </div>
      </div>
    </Dialog>
  )
}
