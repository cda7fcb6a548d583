import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { chooseKeys, keyAmong, keyConflict, keyMap, withKey } from '../../ui/key-map.ts'
import type { ChosenKeys, KeyId } from '../../ui/key-map.ts'
import { keyStep, keysOf, shortcutText } from '../../ui/shortcut.ts'
import { t } from '../../ui/words/words.ts'
import { KeysShown } from './keys-shown.tsx'

/** What the sheet calls a verb. */
function labelOf(id: KeyId): string {
  const word = t(keyMap[id].word)
  return id.startsWith('go-') ? t('area.goTo', { area: word }) : word
}

/** The keys that a press stands for: of a verb of two steps the second is chosen. */
function pressed(id: KeyId, event: KeyboardEvent): string | null {
  const step = keyStep(event.nativeEvent)
  if (step === null) return null
  const isChord = keyMap[id].keys.startsWith('g ')
  if (!isChord) return step
  return step.length === 1 ? `g ${step}` : null
}

interface Wish {
  keys: string
  /** Whose they are now; `taken` = nobody can have them. */
  meets: KeyId | 'taken'
}

/** Waits for the next key; one that another verb has is changed for this one's only when that is wanted. */
function KeyField({ id, chosen }: { id: KeyId; chosen: ChosenKeys }) {
  const [isWaiting, wait] = useState(false)
  const [wish, setWish] = useState<Wish | null>(null)
  const keys = keyAmong(chosen, id) ?? null
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isWaiting || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return wait(false)
    if (event.key === 'Backspace' || event.key === 'Delete') {
      chooseKeys(withKey(chosen, id, null))
      return wait(false)
    }
    const next = pressed(id, event)
    if (next === null) return
    wait(false)
    const meets = keyConflict(chosen, id, next)
    if (meets === null) chooseKeys(withKey(chosen, id, next))
    else setWish({ keys: next, meets })
  }
  const give = () => {
    if (wish !== null) chooseKeys(withKey(chosen, id, wish.keys))
    setWish(null)
  }
  return (
    <>
      <button
        type="button"
        className="b sm flex-none max-pane:!h-11"
        aria-label={t('keys.changeOf', {
          verb: labelOf(id),
          keys: keys === null ? t('keys.none') : shortcutText(keys),
        })}
        onClick={() => {
          setWish(null)
          wait(true)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => wait(false)}
      >
        {isWaiting ? t('keys.press') : keys === null ? t('keys.none') : shortcutText(keys)}
      </button>
      {wish !== null && (
        <span role="alert" className="type-meta flex w-full items-center gap-2 py-1.5 text-near">
          <Icon name="alert" size="s" />
          <span className="min-w-0 flex-1">
            {wish.meets === 'taken'
              ? t('keys.taken', { keys: shortcutText(wish.keys) })
              : t('keys.meets', { keys: shortcutText(wish.keys), verb: labelOf(wish.meets) })}
          </span>
          {wish.meets !== 'taken' && (
            <button type="button" className="b sm flex-none max-pane:!h-11" onClick={give}>
              {t('keys.swap')}
            </button>
          )}
        </span>
      )}
    </>
  )
}

interface KeyLineProps {
  id: KeyId
  chosen: ChosenKeys
  isChanging: boolean
}

/** A verb with its key; while keys are changed, the key is a button that takes the next press. */
export function KeyLine({ id, chosen, isChanging }: KeyLineProps) {
  const keys = keyAmong(chosen, id) ?? null
  const meets = keyConflict(chosen, id, keys)
  return (
    <li className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 border-b border-line last:border-0">
      <span className="min-w-0 flex-1 truncate">{labelOf(id)}</span>
      {meets !== null && meets !== 'taken' && (
        <span className="chip near" title={t('keys.meets', { keys: shortcutText(keys ?? ''), verb: labelOf(meets) })}>
          {t('keys.also', { verb: labelOf(meets) })}
        </span>
      )}
      {isChanging ? (
        <KeyField id={id} chosen={chosen} />
      ) : keys === null ? (
        <span className="type-meta text-ink-3">{t('keys.none')}</span>
      ) : (
        <KeysShown keys={keysOf(keys)} isChord={keys.includes(' ')} />
      )}
    </li>
  )
}
