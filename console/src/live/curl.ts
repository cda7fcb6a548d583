import { pathWithQuery } from '@switchyard/sdk'
import type { Call } from '@switchyard/sdk'

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** A request as a curl command that a token can repeat; the token itself stays a variable. */
export function curlOf(call: Pick<Call, 'method' | 'path' | 'query' | 'body'>, origin: string): string {
  const lines = [
    `curl ${call.method === 'GET' ? '' : `-X ${call.method} `}${quote(origin + pathWithQuery(call.path, call.query))}`,
  ]
  lines.push(`-H "Authorization: Bearer $SWITCHYARD_TOKEN"`)
  if (call.body !== undefined) {
    lines.push(`-H 'Content-Type: application/json'`)
    lines.push(`-d ${quote(JSON.stringify(call.body))}`)
  }
  return lines.join(' \\\n  ')
}
