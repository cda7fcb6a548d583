import { useEffect, useState } from 'react'
import { ApiProblem } from '@switchyard/sdk'
import type { WebhookSecret } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { SecretWell } from '../../ui/secret-well.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { momentText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { endOverlapCall, rotateCall, secretCall } from './queries.ts'
import { useDeliveryCall } from './use-delivery-call.ts'

interface DialogProps {
  webhookId: string
  onClose: () => void
}

/** A secret in its well, and how long the one before it goes on; shown until the dialog is closed. */
function ShownSecret({
  secret,
  retiring,
  webhookId,
}: Pick<WebhookSecret, 'secret' | 'retiring'> & { webhookId: string }) {
  const end = useDeliveryCall<WebhookSecret>()
  const [oldest] = end.data?.retiring ?? retiring
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">{t('hook.secretText')}</p>
      <SecretWell secret={secret} />
      {oldest !== undefined && (
        <p className="flex flex-wrap items-center gap-2 text-ink-2">
          {t('hook.secretUntil', { time: momentText(oldest.retiresAt, now()) })}
          <Button small busy={end.isPending} onClick={() => end.mutate(endOverlapCall(webhookId))}>
            {t('hook.endOverlap')}
          </Button>
        </p>
      )}
      {end.error && <ProblemLine error={end.error} />}
    </div>
  )
}

/** The secret of a subscription that has just been made. */
export function NewSecretDialog({ webhookId, secret, onClose }: DialogProps & { secret: string }) {
  return (
    <Dialog title={t('hook.secret')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <ShownSecret secret={secret} retiring={[]} webhookId={webhookId} />
        <Button look="solid" className="justify-self-end" onClick={onClose}>
          {t('hook.close')}
        </Button>
      </div>
    </Dialog>
  )
}

/** Shows the secret again, which is recorded. */
export function RevealDialog({ webhookId, onClose }: DialogProps) {
  const { mutate, data, error } = useDeliveryCall<WebhookSecret>()
  useEffect(() => mutate(secretCall(webhookId)), [mutate, webhookId])
  return (
    <Dialog title={t('hook.secret')} onClose={onClose}>
      <div className="p-4">
        {error && <ProblemLine error={error} />}
        {!data && !error && <Bones rows={['h-9', 'h-9']} />}
        {data && <ShownSecret {...data} webhookId={webhookId} />}
      </div>
    </Dialog>
  )
}

const overlaps = [0, 3_600, 86_400, 604_800] as const

/** Replaces the secret; the one before signs beside it for the overlap. */
export function RotateDialog({ webhookId, onClose }: DialogProps) {
  const [overlapSeconds, setOverlap] = useState<number>(86_400)
  const rotate = useDeliveryCall<WebhookSecret>()
  const isInOverlap = rotate.error instanceof ApiProblem && rotate.error.status === 409
  const send = () => rotate.mutate(rotateCall(webhookId, { overlapSeconds, ...(isInOverlap ? { force: true } : {}) }))
  return (
    <Dialog title={t('hook.rotate')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        {rotate.data ? (
          <ShownSecret {...rotate.data} webhookId={webhookId} />
        ) : (
          <>
            <p className="text-ink-2">{t('hook.rotateText')}</p>
            <Field label={t('hook.overlap')}>
              {(id) => (
                <select
                  id={id}
                  className="field"
                  value={overlapSeconds}
                  onChange={(event) => setOverlap(Number(event.target.value))}
                >
                  {overlaps.map((seconds) => (
                    <option key={seconds} value={seconds}>
                      {t(`hook.overlap.${seconds}`)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {rotate.error && <ProblemLine error={rotate.error} />}
            <Button look="solid" icon="key" className="justify-self-end" busy={rotate.isPending} onClick={send}>
              {t(isInOverlap ? 'hook.rotateAnyway' : 'hook.rotate')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  )
}
