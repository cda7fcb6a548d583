import type { Case } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import type { Tone } from '../../ui/sla.ts'
import { fullDate } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { caseClockWords } from './case-clock.ts'

/** `C-0192`. */
export const caseNumber = (number: number): string => `C-${String(number).padStart(4, '0')}`

/** How grave a case is; the two grave ones carry a flag, the gravest its colour too. */
export function SeverityChip({ severity }: Pick<Case, 'severity'>) {
  const isGrave = severity === 'critical' || severity === 'high'
  return (
    <Chip {...(severity === 'critical' ? { tone: 'breach' } : {})} {...(isGrave ? { icon: 'flag' } : {})}>
      {wordFor('priority', severity)}
    </Chip>
  )
}

/** How it stands against its due time, in icon, words and colour; ticks with the shared clock. */
export function DueChip({ one, isPlain = true }: { one: Case; isPlain?: boolean }) {
  const packed = useClock((nowMs) => {
    const { tone, icon, text } = caseClockWords(one, nowMs)
    return `${tone}|${icon ?? ''}|${text}`
  })
  const [tone = 'quiet', icon = '', text = ''] = packed.split('|')
  const title = one.dueAt === null ? undefined : fullDate(one.dueAt)
  if (tone === 'quiet' && isPlain)
    return (
      <span className="whitespace-nowrap" title={title}>
        {text}
      </span>
    )
  return (
    <Chip tone={tone as Tone} icon={(icon === '' ? 'clock' : icon) as IconName} {...(title ? { title } : {})}>
      {text}
    </Chip>
  )
}

const pips = { pass: 'rounded-full bg-met-mark', fail: 'bg-breach-mark', not_applicable: 'rounded-full bg-paused-mark' }

/** A mark for each check: pass round, fail square, open grey; said in words as one picture. */
export function CheckPips({ checks }: Pick<Case, 'checks'>) {
  const asked = checks.filter(({ isAsked }) => isAsked)
  if (asked.length === 0) return null
  const failed = asked.filter(({ result }) => result === 'fail').length
  const answered = asked.filter(({ result }) => result !== null).length
  const words = plural('case.checks', asked.length, { answered })
  return (
    <span
      role="img"
      aria-label={failed === 0 ? words : `${words}, ${plural('case.failed', failed)}`}
      title={words}
      className="inline-flex flex-none items-center gap-[3px]"
    >
      {asked.map(({ name, result }) => (
        <i
          key={name}
          className={`block h-[5px] w-3 ${result === null ? 'rounded-full bg-line-strong' : pips[result]}`}
        />
      ))}
    </span>
  )
}

/** Who has it, and whether a second person has decided: a dashed circle while nobody has. */
export function FourEyes({ one }: { one: Case }) {
  const first = one.owner ?? (one.trigger === null && one.openedBy.name !== null ? one.openedBy : null)
  const second = one.decision?.by ?? null
  const empty = 'size-5 rounded-full border-[1.5px] border-dashed border-control bg-(--under)'
  return (
    <span className="inline-flex flex-none items-center [--under:var(--surface)]">
      {first === null ? (
        <span className="grid size-5 place-items-center text-ink-3">
          <Icon name="bolt" size="s" />
        </span>
      ) : (
        <Avatar size="s" name={first.name ?? '?'} id={first.id} />
      )}
      {second === null ? (
        <span className={`-ms-1.5 ${empty}`} title={t('case.undecided')} />
      ) : (
        <span className="-ms-1.5 rounded-full shadow-[0_0_0_2px_var(--under)]">
          <Avatar size="s" name={second.name ?? '?'} id={second.id} />
        </span>
      )}
    </span>
  )
}

/** Whose turn it is: whether the viewer decides, else who has it. */
export function TurnWords({ one }: { one: Case }) {
  if (one.status === 'decision' && one.review.mayDecide)
    return (
      <span className="flex min-w-0 items-center gap-1 font-medium text-met" title={t('review.may')}>
        <Icon name="four-eyes" size="s" /> <span className="truncate">{t('case.you')}</span>
      </span>
    )
  if (one.status === 'decision')
    return (
      <span className="flex min-w-0 items-center gap-1" title={t('review.mayNot')}>
        <Icon name="lock" size="xs" /> <span className="truncate">{t('case.notYou')}</span>
      </span>
    )
  if (one.owner !== null) return <span className="truncate">{one.owner.name.split(' ')[0]}</span>
  return <span className="truncate">{t(one.trigger === null ? 'case.noOwner' : 'case.byTrigger')}</span>
}
