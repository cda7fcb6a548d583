import type { Attachment } from '../chat/conversation.ts'
import { saveBytes } from './save-bytes.ts'

/** Fetches a file that hangs on a message and saves it. Throws when the server does not give it. */
export async function saveFile({ id, name }: Attachment, token: string): Promise<void> {
  const response = await fetch(`/v1/files/${id}/content`, { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(name)
  saveBytes(await response.blob(), name)
}
