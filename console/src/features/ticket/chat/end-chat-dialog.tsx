import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Chat } from '@switchyard/sdk'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { closeChat } from '../../../live/chats.ts'
import { changeChat } from '../../../live/live-cache.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ProblemLine } from '../../../ui/states.tsx'
import { t } from '../../../ui/words/words.ts'

/** Ends a conversation, which cannot be taken back; what is left to write down comes after it. */
export function EndChatDialog({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () => closeChat(chat.id),
    onSuccess: (closed) => {
      changeChat(client, chat.id, () => closed)
      for (const queryKey of [cacheKeys.chats, cacheKeys.ticket(chat.ticketId), cacheKeys.workloads])
        void client.invalidateQueries({ queryKey })
      onClose()
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
        {end.error && <ProblemLine error={end.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('chat.goOn')}</Button>
          <Button type="submit" look="solid" autoFocus busy={end.isPending}>
            {t('chat.end')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
