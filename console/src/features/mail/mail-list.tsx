import { Link } from '@tanstack/react-router'
import type { Mail } from '@switchyard/sdk'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { StateChip } from './state-chip.tsx'

const icons: Record<Mail['kind'], IconName> = {
  reply: 'chat',
  transcript: 'file',
  portal_link: 'user',
  invited: 'user-plus',
  access_decided: 'key',
  assigned: 'user-plus',
  mentioned: 'user',
  team_notified: 'bell',
  sla_breached: 'clock',
  case_decision: 'shield',
  webhook_disabled: 'plug',
}

function Row({ mail, isOpen }: { mail: Mail; isOpen: boolean }) {
  const kind = wordFor('mail.kind', mail.kind)
  return (
    <li>
      <Link
        from="/outbox"
        to="/outbox"
        search={(known) => ({ ...known, mail: mail.id })}
        aria-current={isOpen || undefined}
        className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line px-5 py-2.5 ring-inside hover:bg-hover aria-[current]:bg-hover max-pane:px-3.5"
      >
        <Icon name={icons[mail.kind]} size="s" tone="text-ink-3" />
        <span className="min-w-0">
          <b dir="auto" className="block truncate font-medium">
            {mail.subject}
          </b>
          <span className="type-meta block truncate text-ink-3">
            {mail.to.address} · {kind}
          </span>
        </span>
        <span className="grid justify-items-end gap-1">
          <StateChip state={mail.state} />
          <time
            className="type-meta whitespace-nowrap text-ink-3"
            dateTime={mail.createdAt}
            title={fullDate(mail.createdAt)}
          >
            {momentText(mail.createdAt, now())}
          </time>
        </span>
      </Link>
    </li>
  )
}

/** Mails, newest first, each with what became of it. */
export function MailList({ mails, openId }: { mails: readonly Mail[]; openId: string | null }) {
  return (
    <ul aria-label={t('mail.list')}>
      {mails.map((mail) => (
        <Row key={mail.id} mail={mail} isOpen={mail.id === openId} />
      ))}
    </ul>
  )
}
