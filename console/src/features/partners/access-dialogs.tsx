import { useState } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { AccessApproved, AccessRequest, Role } from '@switchyard/sdk'
import { catalogueQuery } from '../../live/catalogue.ts'
import { queuesQuery } from '../../live/queues.ts'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { SecretWell } from '../../ui/secret-well.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { firstDraft, type MapDraft, mapOf, permissionsWithin, rolesWithin } from './access-map.ts'
import { approveCall, rejectCall } from './access-queries.ts'
import { say } from './access-words.ts'
import { Choice, FormDialog } from './form-parts.tsx'
import { partnersQuery } from './queries.ts'
import { usePartnerCall } from './use-partner-call.ts'

interface OfRequest {
  request: AccessRequest
  onClose: () => void
}

type Tick = readonly [value: string, label: string]

function Ticks({
  legend,
  hint,
  all,
  chosen,
  onChange,
}: {
  legend: string
  hint?: string
  all: readonly Tick[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}) {
  return (
    <fieldset>
      <legend className="mb-1 text-[13px]/[18px] font-medium">
        {legend}
        {hint !== undefined && <span className="ms-1.5 font-normal text-ink-3">{hint}</span>}
      </legend>
      <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-y-auto max-pane:max-h-none">
        {all.map(([value, label]) => (
          <label key={value} className="flex min-h-6 items-center gap-2 max-pane:min-h-11">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
              }
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** What was asked for, else all that the workflow has: a map never grows beyond a wish. */
function ticksOf(asked: readonly string[], known: readonly { slug: string; label: string }[]): Tick[] {
  const labels = new Map(known.map(({ slug, label }) => [slug, label]))
  const slugs = asked.length > 0 ? asked : [...labels.keys()]
  return slugs.map((slug) => [slug, labels.get(slug) ?? slug])
}

type Change = (change: Partial<MapDraft>) => void

function RoleFields({
  request,
  roles,
  draft,
  onChange,
}: {
  request: AccessRequest
  roles: readonly Role[]
  draft: MapDraft
  onChange: Change
}) {
  const partners = useInfiniteQuery(partnersQuery).data?.pages.flatMap((page) => page.data) ?? []
  const isPartner = draft.role === 'partner' || request.kind === 'partner'
  return (
    <div className="grid grid-cols-2 gap-3 max-pane:grid-cols-1">
      <Choice
        name="role"
        label={say('role')}
        options={rolesWithin(request, roles).map(({ name }) => [name, name])}
        value={draft.role}
        onChange={(role) =>
          onChange({
            role,
            permissions: permissionsWithin(request, roles, role),
            ...(role !== 'partner' && request.kind !== 'partner' && { partnerId: '' }),
          })
        }
      />
      {isPartner && (
        <Choice
          name="partner"
          label={say('partner')}
          options={[['', say('partnerNone')], ...partners.map(({ id, name }) => [id, name] as const)]}
          value={draft.partnerId}
          onChange={(partnerId) => onChange({ partnerId })}
        />
      )}
    </div>
  )
}

function TokenFields({
  request,
  roles,
  draft,
  onChange,
}: {
  request: AccessRequest
  roles: readonly Role[]
  draft: MapDraft
  onChange: Change
}) {
  const channels = useQuery(catalogueQuery).data?.channels ?? []
  const queues = useQuery(queuesQuery).data?.data ?? []
  const hintOf = (asked: readonly string[]) => (asked.length === 0 ? { hint: say('every') } : {})
  return (
    <>
      <Ticks
        legend={say('permissions')}
        all={permissionsWithin(request, roles, draft.role).map((one) => [one, one])}
        chosen={draft.permissions}
        onChange={(permissions) => onChange({ permissions })}
      />
      <Ticks
        legend={say('channels')}
        {...hintOf(request.channels)}
        all={ticksOf(request.channels, channels)}
        chosen={draft.channels}
        onChange={(chosen) => onChange({ channels: chosen })}
      />
      <Ticks
        legend={say('queues')}
        {...hintOf(request.queues)}
        all={ticksOf(request.queues, queues)}
        chosen={draft.queues}
        onChange={(chosen) => onChange({ queues: chosen })}
      />
      <Field label={say('ends')}>
        {(id) => (
          <input
            id={id}
            type="date"
            className="field"
            required
            min={new Date(now()).toISOString().slice(0, 10)}
            value={draft.endsOn}
            onChange={({ target }) => onChange({ endsOn: target.value })}
          />
        )}
      </Field>
    </>
  )
}

/** Draws the map of an approval, as asked for to begin with, and never wider. */
export function ApproveDialog({
  request,
  roles,
  onClose,
  onDone,
}: OfRequest & { roles: readonly Role[]; onDone: (approved: AccessApproved) => void }) {
  const [draft, setDraft] = useState(() => firstDraft(request, roles, now()))
  const call = usePartnerCall<AccessApproved>(onDone)
  const change: Change = (changed) => setDraft((known) => ({ ...known, ...changed }))
  const isEmpty = draft.as === 'token' && draft.permissions.length === 0
  return (
    <Dialog title={say('approveTitle')} place="wide" onClose={onClose}>
      <form
        className="grid max-h-[calc(100dvh-120px)] gap-3.5 overflow-y-auto p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isEmpty) call.mutate(approveCall(request.id, mapOf(draft, roles)))
        }}
      >
        <Choice
          name="as"
          label={say('givenTo')}
          options={[
            ['token', say('as_token')],
            ['member', say('as_member')],
          ]}
          value={draft.as}
          onChange={(as) => change({ as: as === 'member' ? 'member' : 'token' })}
        />
        <RoleFields request={request} roles={roles} draft={draft} onChange={change} />
        {draft.as === 'token' ? (
          <TokenFields request={request} roles={roles} draft={draft} onChange={change} />
        ) : (
          <p className="text-ink-2">{say('roleEverywhere')}</p>
        )}
        {isEmpty && <p className="text-breach">{say('nothing')}</p>}
        {call.error && <ProblemLine error={call.error} />}
        <Button type="submit" look="solid" className="justify-self-end" busy={call.isPending} disabled={isEmpty}>
          {say('approve')}
        </Button>
      </form>
    </Dialog>
  )
}

/** Says no, with a reason that stays here. */
export function RejectDialog({ request, onClose }: OfRequest) {
  const call = usePartnerCall<AccessRequest>(onClose)
  return (
    <FormDialog
      title={say('rejectTitle')}
      verb={say('reject')}
      isBusy={call.isPending}
      error={call.error}
      onClose={onClose}
      onSend={(of) => call.mutate(rejectCall(request.id, of('reason')))}
    >
      <p className="text-ink-2">{say('rejectText')}</p>
      <Field label={say('reason')}>
        {(id) => <textarea id={id} name="reason" rows={3} maxLength={2000} required className="field h-auto py-1.5" />}
      </Field>
    </FormDialog>
  )
}

/** What to do after an approval, and a token's secret, which is shown this once. */
export function HandedDialog({ approved, onClose }: { approved: AccessApproved; onClose: () => void }) {
  const { request, token, mailed } = approved
  const { organization: name, email } = request
  const text = token !== null ? 'tokenText' : mailed ? 'mailedText' : 'unmailedText'
  return (
    <Dialog title={token === null ? say('approved') : say('token', { name })} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-ink-2">{say(text, { email })}</p>
        {token !== null && <SecretWell secret={token} />}
        <Button look="solid" className="justify-self-end" onClick={onClose}>
          {say('close')}
        </Button>
      </div>
    </Dialog>
  )
}
