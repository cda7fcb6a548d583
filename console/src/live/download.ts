import { ApiProblem, pathWithQuery } from '@switchyard/sdk'
import type { ProblemBody, Query } from '@switchyard/sdk'
import { workspaceHeader } from './client.ts'

interface Wanted {
  path: string
  query: Query
  /** The form asked for: `text/csv`. */
  type: string
  fileName: string
}

/** Asks for an answer in another form than JSON and hands it to the browser as a file. Throws ApiProblem. */
export async function downloadFile({ path, query, type, fileName }: Wanted): Promise<void> {
  const response = await fetch(pathWithQuery(path, query), { headers: { accept: type, ...workspaceHeader() } }).catch(
    () => {
      throw new ApiProblem({ status: 0, code: 'unreachable', title: 'The server did not answer' }, null)
    },
  )
  if (!response.ok) {
    const body = (await response.json().catch(() => ({}))) as Partial<ProblemBody>
    throw new ApiProblem(
      { title: response.statusText, ...body, status: response.status },
      response.headers.get('x-request-id'),
    )
  }
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), { href: address, download: fileName })
  link.click()
  // The browser has taken the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(address))
}
