import type { NewWebhook, Webhook } from '@switchyard/sdk'
import { CallbackReplayDialog } from './replay-dialog.tsx'
import { NewSecretDialog } from './secret-dialogs.tsx'
import { WebhookDialogs } from './webhook-dialogs.tsx'
import { WebhookForm } from './webhook-form.tsx'
import type { WebhookDialog } from './webhook-head.tsx'

/** What lies over the screen: a dialog of the chosen subscription, making one, or the secret of one just made. */
export type Layer = WebhookDialog | 'add' | 'callbacks' | NewWebhook | null

interface LayersProps {
  layer: Layer
  webhook: Webhook | null
  ticketId: string | null
  onLayer: (layer: Layer) => void
  onChoose: (webhookId: string | null) => void
}

/** The dialogs of the screen, one at a time. */
export function Layers({ layer, webhook, ticketId, onLayer, onChoose }: LayersProps) {
  const close = () => onLayer(null)
  if (layer === null) return null
  if (typeof layer === 'object') return <NewSecretDialog webhookId={layer.id} secret={layer.secret} onClose={close} />
  if (layer === 'callbacks') return <CallbackReplayDialog ticketId={ticketId} onClose={close} />
  if (layer === 'add')
    return (
      <WebhookForm
        webhook={null}
        onClose={close}
        onDone={(made) => {
          onLayer(made)
          if (made !== null) onChoose(made.id)
        }}
      />
    )
  if (webhook === null) return null
  return (
    <WebhookDialogs
      webhook={webhook}
      dialog={layer}
      onClose={close}
      onDeleted={() => {
        close()
        onChoose(null)
      }}
    />
  )
}
