import { useState } from 'react'
import type { ReactNode } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { AccessApproved, AccessRequest } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { ApproveDialog, HandedDialog, RejectDialog } from './access-dialogs.tsx'
import { accessRequestsQuery, type AccessState, accessStates, rolesQuery } from './access-queries.ts'
import { say } from './access-words.ts'
import { ChoiceRow } from './choice-row.tsx'
import { MoreButton } from './more-button.tsx'

interface DeskProps {
  chosen: string | null
  onChoose: (requestId: string) => void
}

const looks = {
  submitted: { tone: 'near', icon: 'clock' },
  approved: { tone: 'met', icon: 'check-circle' },
  rejected: { tone: 'quiet', icon: 'minus' },
} as const

function StateChip({ state }: Pick<AccessRequest, 'state'>) {
  return (
    <Chip tone={looks[state].tone} icon={looks[state].icon}>
      {say(state)}
    </Chip>
  )
}

function States({ state, onState }: { state: AccessState | null; onState: (state: AccessState | null) => void }) {
  return (
    <div role="group" aria-label={say('state')} className="flex flex-none flex-wrap gap-0.5 border-b border-line p-2">
      {[...accessStates, null].map((one) => (
        <button
          key={one ?? 'all'}
          type="button"
          aria-pressed={one === state}
          className="b sm bare aria-pressed:bg-hover aria-pressed:font-semibold"
          onClick={() => onState(one)}
        >
          {say(one ?? 'all')}
        </button>
      ))}
    </div>
  )
}

/** Codes of a map, or what stands for none of them. */
function codes(all: readonly string[] | null, none: string): ReactNode {
  if (all === null || all.length === 0) return <span className="text-ink-3">{none}</span>
  return <code className="type-code !text-[12px] [overflow-wrap:anywhere]">{all.join(', ')}</code>
}

function Asked({ request }: { request: AccessRequest }) {
  const { role, permissions, channels, queues } = request
  const left = say('left')
  return (
    <Card icon="file" title={say('askedFor')}>
      <div className="p-3.5">
        <Facts
          rows={[
            [say('role'), codes(role === null ? null : [role], left)],
            ...(permissions.length === 0
              ? []
              : [[say('permissions'), codes(permissions, left)] as [string, ReactNode]]),
            [say('channels'), codes(channels, left)],
            [say('queues'), codes(queues, left)],
            [say('purpose'), <span className="whitespace-pre-wrap">{request.purpose}</span>],
          ]}
        />
      </div>
    </Card>
  )
}

function Decided({ request }: { request: AccessRequest }) {
  const { granted, reason, decidedAt } = request
  if (decidedAt === null) return null
  const when: [string, ReactNode] = [say('decided'), <Moment at={decidedAt} />]
  const rows: [string, ReactNode][] =
    granted === null
      ? [when, [say('why'), reason]]
      : [
          when,
          [say('given'), say(`as_${granted.as}`)],
          [say('role'), codes(granted.role === null ? null : [granted.role], '—')],
          ...(granted.permissions === null
            ? []
            : [[say('permissions'), codes(granted.permissions, '—')] as [string, ReactNode]]),
          ...(granted.as === 'member'
            ? []
            : ([
                [say('channels'), codes(granted.channels, say('every'))],
                [say('queues'), codes(granted.queues, say('every'))],
              ] as [string, ReactNode][])),
        ]
  return (
    <Card icon="four-eyes" title={say(request.state)}>
      <div className="p-3.5">
        <Facts rows={rows} />
      </div>
    </Card>
  )
}

interface RequestProps {
  request: AccessRequest
  onApproved: (approved: AccessApproved) => void
}

function Request({ request, onApproved }: RequestProps) {
  const [layer, show] = useState<'approve' | 'reject' | null>(null)
  const roles = useQuery(rolesQuery).data?.data
  return (
    <>
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="type-title me-auto min-w-0 truncate max-pane:basis-full">{request.organization}</h2>
        <StateChip state={request.state} />
        {request.state === 'submitted' && (
          <>
            <Button icon="x" onClick={() => show('reject')}>
              {say('reject')}
            </Button>
            <Button look="main" icon="check" disabled={roles === undefined} onClick={() => show('approve')}>
              {say('approve')}
            </Button>
          </>
        )}
      </header>
      <Card icon="user" title={say('who')}>
        <p className="type-small px-3.5 py-2.5">
          <b className="font-medium">{request.name}</b> · {request.email} · {say(`kind_${request.kind}`)} ·{' '}
          <Moment at={request.createdAt} />
        </p>
      </Card>
      <Asked request={request} />
      <Decided request={request} />
      {layer === 'approve' && roles && (
        <ApproveDialog
          request={request}
          roles={roles}
          onClose={() => show(null)}
          onDone={(approved) => {
            show(null)
            onApproved(approved)
          }}
        />
      )}
      {layer === 'reject' && <RejectDialog request={request} onClose={() => show(null)} />}
    </>
  )
}

/** Who asks for access: what they ask for, and the review, by anybody but the one who asks. */
export function AccessDesk({ chosen, onChoose }: DeskProps) {
  const [state, setState] = useState<AccessState | null>(null)
  // Kept here: a request that is approved may leave the list while its token is shown, this once.
  const [approved, setApproved] = useState<AccessApproved | null>(null)
  const pages = useInfiniteQuery(accessRequestsQuery(state))
  if (pages.error && !pages.data) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  if (!pages.data) return <Bones className="p-5" rows={['h-10', 'h-40']} />
  const all = pages.data.pages.flatMap((page) => page.data)
  const open = all.find(({ id }) => id === chosen) ?? all[0] ?? null
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] pane:grid-cols-[minmax(220px,320px)_minmax(0,1fr)] max-pane:grid-rows-[auto_minmax(0,1fr)]">
      <nav
        aria-label={say('list')}
        className="flex min-h-0 flex-col overflow-y-auto border-line max-pane:max-h-52 max-pane:border-b pane:border-e"
      >
        <States state={state} onState={setState} />
        <ul>
          {all.map((request) => (
            <ChoiceRow key={request.id} isChosen={request === open} onChoose={() => onChoose(request.id)}>
              <span className="flex items-center gap-2">
                <span className="min-w-0 flex-1 truncate font-medium">{request.organization}</span>
                <StateChip state={request.state} />
              </span>
              <span className="flex gap-2 text-ink-3">
                <span className="min-w-0 flex-1 truncate">
                  {say(`kind_${request.kind}`)} · {request.name}
                </span>
                <Moment at={request.createdAt} />
              </span>
            </ChoiceRow>
          ))}
        </ul>
        <MoreButton pages={pages} />
      </nav>
      <div
        tabIndex={0}
        role="group"
        aria-label={open?.organization ?? say('list')}
        className="ring-inside flex min-h-0 flex-col gap-3 overflow-y-auto bg-canvas p-4 max-pane:p-3.5"
      >
        {open === null ? (
          <Empty icon="four-eyes" title={say('none')} text={say('noneText')} />
        ) : (
          <Request key={open.id} request={open} onApproved={setApproved} />
        )}
      </div>
      {approved !== null && <HandedDialog approved={approved} onClose={() => setApproved(null)} />}
    </div>
  )
}
