import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { PartnerWebhookSave, Subscription } from '@switchyard/sdk'
import { t } from '../../ui/words/words.ts'
import { Choice, eventKinds, FormDialog, TextField } from './form-parts.tsx'
import { placeText } from './marks.tsx'
import { ownIntegrationsQuery } from './queries.ts'
import { usePartnerCall } from './use-partner-call.ts'

const reaches = ['every', 'store', 'franchisee'] as const
type Reach = (typeof reaches)[number]
const reachWords = { every: 'own.everyStore', store: 'own.onlyStore', franchisee: 'own.onlyFranchisee' } as const

type Read = (name: string) => string

function PlaceFields() {
  const { data } = useQuery(ownIntegrationsQuery)
  const [type, setType] = useState<string>(eventKinds[0])
  const [reach, setReach] = useState<Reach>('every')
  const all = data?.data ?? []
  const isStore = type === eventKinds[0]
  return (
    <>
      {data !== undefined && all.length === 0 && <p className="text-breach">{t('own.noIntegrations')}</p>}
      <Choice
        name="integration"
        label={t('own.integration')}
        options={all.map(({ brand, region }) => [JSON.stringify({ brand, region }), `${brand} · ${region}`])}
      />
      <Choice
        name="type"
        label={t('partners.event')}
        options={eventKinds.map((kind) => [kind, kind])}
        onChange={setType}
      />
      {isStore && (
        <div className="grid grid-cols-2 gap-3 max-pane:grid-cols-1">
          <Choice
            name="reach"
            label={t('own.scope')}
            options={reaches.map((one) => [one, t(reachWords[one])])}
            onChange={(value) => setReach(reaches.find((one) => one === value) ?? 'every')}
          />
          {reach === 'store' && <TextField name="storeId" label={t('handoff.storeId')} />}
          {reach === 'franchisee' && <TextField name="franchisee" label={t('partners.franchisee')} />}
        </div>
      )}
    </>
  )
}

function placeOf(webhook: Subscription | null, of: Read) {
  if (webhook !== null) {
    const { type, brand, region, storeId, franchisee } = webhook
    return { type, brand, region, storeId, franchisee }
  }
  const { brand, region } = JSON.parse(of('integration')) as { brand: string; region: string }
  const place = { storeId: of('storeId') || null, franchisee: of('franchisee') || null }
  return { type: of('type') as PartnerWebhookSave['type'], brand, region, ...place }
}

/** Where a partner is told of the requests of a place: a new one, or one to be changed, whose place stays. */
export function OwnWebhookForm({ webhook, onClose }: { webhook: Subscription | null; onClose: () => void }) {
  const call = usePartnerCall<Subscription>(onClose)
  const send = (of: Read) => {
    if (webhook === null && of('integration') === '') return
    const body: PartnerWebhookSave = {
      ...placeOf(webhook, of),
      url: of('url'),
      acceptance: of('acceptance') as Subscription['acceptance'],
      acceptWithinSeconds: Math.round(Number(of('minutes')) * 60),
      echoesOwn: of('echoes') === 'on',
    }
    call.mutate({ method: 'PUT', path: '/v1/partner/webhooks', body })
  }
  const minutes = Math.max(1, Math.round((webhook?.acceptWithinSeconds ?? 900) / 60))
  return (
    <FormDialog
      title={t(webhook === null ? 'own.newWebhook' : 'own.changeTitle')}
      verb={t('own.save')}
      isBusy={call.isPending}
      error={call.error}
      onClose={onClose}
      onSend={send}
    >
      {webhook === null ? (
        <PlaceFields />
      ) : (
        <p className="grid gap-0.5">
          <span className="font-medium">{placeText(webhook)}</span>
          <span className="type-code !text-[11.5px] text-ink-3">{webhook.type}</span>
        </p>
      )}
      <TextField name="url" label={t('own.address')} type="url" {...(webhook ? { defaultValue: webhook.url } : {})} />
      <Choice
        name="acceptance"
        label={t('partners.acceptance')}
        value={webhook?.acceptance ?? 'receipt'}
        options={[
          ['receipt', t('partners.acceptance.receiptLong')],
          ['explicit', t('partners.acceptance.explicitLong')],
        ]}
      />
      <TextField
        name="minutes"
        label={t('own.acceptWithin')}
        hint={t('own.acceptWithinHint')}
        type="number"
        min={1}
        max={1440}
        defaultValue={minutes}
      />
      <label className="flex min-h-6 items-center gap-2 max-pane:min-h-11">
        <input
          type="checkbox"
          name="echoes"
          className="size-4 accent-accent"
          defaultChecked={webhook?.echoesOwn ?? false}
        />
        {t('own.echoes')}
      </label>
    </FormDialog>
  )
}
