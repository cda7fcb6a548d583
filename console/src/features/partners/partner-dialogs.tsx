import { useState } from 'react'
import type { IntegrationCreated, Partner, Subscription } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { SecretWell } from '../../ui/secret-well.tsx'
import { t } from '../../ui/words/words.ts'
import { Choice, eventKinds as kinds, FormDialog, TextField } from './form-parts.tsx'
import { usePartnerCall } from './use-partner-call.ts'

/** A new partner. */
export function PartnerForm({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const call = usePartnerCall<Partner>((made) => {
    onDone(made.id)
    onClose()
  })
  return (
    <FormDialog
      title={t('partners.new')}
      verb={t('partners.add')}
      isBusy={call.isPending}
      error={call.error}
      onClose={onClose}
      onSend={(of) =>
        call.mutate({ method: 'POST', path: '/v1/partners', body: { name: of('name'), slug: of('slug') } })
      }
    >
      <TextField name="name" label={t('partners.name')} />
      <TextField name="slug" label={t('partners.slug')} hint={t('partners.slugHint')} pattern="[a-z0-9][a-z0-9\-]*" />
    </FormDialog>
  )
}

interface OfPartner {
  partner: Partner
  onClose: () => void
}

/** A way in for one brand and region; its token is shown once it is made. */
export function IntegrationForm({
  partner,
  onClose,
  onDone,
}: OfPartner & { onDone: (made: IntegrationCreated) => void }) {
  const call = usePartnerCall<IntegrationCreated>(onDone)
  const path = `/v1/partners/${partner.id}/integrations`
  return (
    <FormDialog
      title={t('partners.newIntegration')}
      verb={t('partners.add')}
      isBusy={call.isPending}
      error={call.error}
      onClose={onClose}
      onSend={(of) => call.mutate({ method: 'POST', path, body: { brand: of('brand'), region: of('region') } })}
    >
      <TextField name="brand" label={t('partners.brand')} />
      <TextField name="region" label={t('handoff.region')} hint={t('partners.regionHint')} pattern="[A-Z]{2}" />
    </FormDialog>
  )
}

/** The token of an integration: shown this once. */
export function TokenDialog({ made, onClose }: { made: IntegrationCreated; onClose: () => void }) {
  return (
    <Dialog title={t('partners.token')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-ink-2">
          {t('partners.tokenText')} {t(`partners.environment.${made.environment}`)}
        </p>
        <SecretWell secret={made.token} />
        <Button look="solid" className="justify-self-end" onClick={onClose}>
          {t('hook.close')}
        </Button>
      </div>
    </Dialog>
  )
}

/** Has a partner told of the requests of a place. */
export function SubscriptionForm({ partner, onClose }: OfPartner) {
  const call = usePartnerCall<Subscription>(onClose)
  const [type, setType] = useState<(typeof kinds)[number]>('STORE_SUPPORT_TICKET_EVENT')
  const place = partner.integrations[0]
  const send = (of: (name: string) => string) => {
    const scope = { storeId: of('storeId') || null, franchisee: of('franchisee') || null }
    const body = {
      partnerId: partner.id,
      type,
      url: of('url'),
      brand: of('brand'),
      region: of('region'),
      ...(type === 'STORE_SUPPORT_TICKET_EVENT' ? scope : {}),
      acceptance: of('acceptance'),
    }
    call.mutate({ method: 'PUT', path: '/v1/subscriptions', body })
  }
  return (
    <FormDialog
      title={t('partners.newSubscription')}
      verb={t('partners.subscribe')}
      isBusy={call.isPending}
      error={call.error}
      onClose={onClose}
      onSend={send}
    >
      <Choice
        name="type"
        label={t('partners.event')}
        options={kinds.map((kind) => [kind, kind])}
        onChange={(value) => setType(kinds.find((kind) => kind === value) ?? kinds[0])}
      />
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('partners.brand')}>
          {(id) => <input id={id} name="brand" className="field" required defaultValue={place?.brand} />}
        </Field>
        <Field label={t('handoff.region')}>
          {(id) => (
            <input id={id} name="region" className="field" required pattern="[A-Z]{2}" defaultValue={place?.region} />
          )}
        </Field>
      </div>
      {type === 'STORE_SUPPORT_TICKET_EVENT' && (
        <div className="grid grid-cols-2 gap-3">
          <TextField name="storeId" label={t('handoff.storeId')} hint={t('partners.optional')} isOptional />
          <TextField name="franchisee" label={t('partners.franchisee')} hint={t('partners.optional')} isOptional />
        </div>
      )}
      <TextField name="url" label={t('partners.url')} type="url" />
      <Choice
        name="acceptance"
        label={t('partners.acceptance')}
        options={[
          ['receipt', t('partners.acceptance.receiptLong')],
          ['explicit', t('partners.acceptance.explicitLong')],
        ]}
      />
    </FormDialog>
  )
}
