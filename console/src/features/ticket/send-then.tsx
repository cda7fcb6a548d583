import type { Ticket, Transition } from '@switchyard/sdk'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { t } from '../../ui/words/words.ts'
import { transitionHint } from './transition-hint.ts'
import { solvingTransition } from './use-transition.ts'

interface SendThenProps {
  ticket: Ticket
  /** Whether there is something to send. */
  isReady: boolean
  onThen: (transition: Transition) => void
}

/** Sends, and moves the ticket on in the same go: what it may wait for first, then every other step, then solving it. */
export function SendThen({ ticket, isReady, onThen }: SendThenProps) {
  const legal = ticket.can?.transition === false ? [] : (ticket.legalTransitions ?? [])
  const solving = ticket.can?.transition === false ? null : solvingTransition(ticket)
  const isRest = ({ category }: Transition) => category === 'waiting' || category === 'hold'
  const steps = [...legal.filter(isRest), ...legal.filter((one) => !isRest(one) && one.to !== solving?.to)]
  if (steps.length === 0 && solving === null) return null
  const itemOf = (transition: Transition): MenuItem => ({
    id: transition.to,
    label: transition.label,
    isDisabled: !isReady,
    ...transitionHint(transition),
    run: () => onThen(transition),
  })
  const solve =
    solving === null ? [] : [{ ...itemOf(solving), label: t('ticket.solve'), hint: shortcutText('mod+shift+enter') }]
  return (
    <MenuButton
      label={t('composer.then')}
      title={`${t('composer.then')} (${shortcutText('alt+down')})`}
      className={`b sm icon !h-7 !rounded-s-none border-s max-pane:!h-11 max-pane:!w-11 ${isReady ? 'solid border-on-solid/25' : 'border-line'}`}
      side="top"
      align="end"
      sections={[{ label: t('composer.then'), items: [...steps.map(itemOf), ...solve] }]}
    >
      <Icon name="down" size="s" />
    </MenuButton>
  )
}
