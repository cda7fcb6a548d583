import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Chat } from '@switchyard/sdk'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { closeChat } from '../../../live/chats.ts'
import { changeChat } from '../../../live/live-cache.ts'
import { showChatAtOnce } from '../../../live/show-at-once.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toasts.tsx'
import { t } from '../../../ui/words/words.ts'

/**
 * Ends a conversation, which cannot be taken back: shown at once, and as it was, with the reason, when the server refuses.
 * What is left to write down comes after it.
 */
export function EndChatDialog({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () => closeChat(chat.id),
    onMutate: async () => {
      const refuse = await showChatAtOnce(client, chat.id, { status: 'closed' })
      onClose()
      return refuse
    },
    onError: (error, _input, refuse) => {
      refuse?.()
      showToast({ text: t('chat.notEnded', { why: error.message }), isFailure: true })
    },
    onSuccess: (closed) => changeChat(client, chat.id, () => closed),
    onSettled: () => {
      for (const queryKey of [cacheKeys.chats, cacheKeys.ticket(chat.ticketId), cacheKeys.workloads])
        void client.invalidateQueries({ queryKey })
    },
  })
  return (
    <Dialog title={t('chat.endTitle')} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          end.mutate()
        }}
      >
        <p className="text-ink-2">{t('chat.endLead')}</p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('chat.goOn')}</Button>
          <Button type="submit" look="solid" autoFocus>
            {t('chat.end')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
