import { describe, expect, it } from 'vitest'
import { createLog, type LogLevel, maskSecrets } from './log.ts'

function recordingLog(level: LogLevel = 'info') {
  const lines: string[] = []
  const log = createLog({ level, write: (line) => lines.push(line) })
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

describe('the log', () => {
  it('writes one JSON object a line with time, level, event and fields', () => {
    const { log, lines, entries } = recordingLog()
    log.info('workflow.loaded', { workspaceId: 'w', version: 3 })
    expect(lines[0]?.endsWith('}\n')).toBe(true)
    expect(entries()[0]).toMatchObject({ level: 'info', event: 'workflow.loaded', workspaceId: 'w', version: 3 })
    expect(entries()[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  it('keeps quiet below its level', () => {
    const { log, lines } = recordingLog('warn')
    log.info('server.stopping', { reason: 'SIGTERM' })
    log.warn('server.stopping', { reason: 'SIGTERM' })
    expect(lines).toHaveLength(1)
  })

  it('does not let a line break forge an entry', () => {
    const { log, lines } = recordingLog()
    log.info('server.stopping', { reason: 'x\n{"event":"forged"}' })
    expect(lines).toHaveLength(1)
    expect(lines[0]?.match(/\n/g)).toHaveLength(1)
  })

  it('writes the name, message and code of an error', () => {
    const { log, entries } = recordingLog()
    log.error('job.failed', { job: 'timers', error: Object.assign(new Error('gone'), { code: '57P01' }) })
    expect(entries()[0]?.['error']).toMatchObject({ name: 'Error', message: 'gone', code: '57P01' })
  })

  it('masks our tokens and signing keys even inside an error message', () => {
    const { log, lines } = recordingLog()
    const token = 'sy_4fzVnQ8sYc1XhR2mK7tBpLwGdJ0aEu_9ZkQ1x'
    log.error('job.failed', { job: 'x', error: new Error(`bad ${token} and whsec_c2VjcmV0IQ==`) })
    expect(lines[0]).not.toContain('4fzVnQ8s')
    expect(lines[0]).not.toContain('c2VjcmV0')
    expect(lines[0]).toContain('sy_[masked]')
  })

  it('leaves ids and codes alone', () => {
    const line = 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha system_failure sync_state'
    expect(maskSecrets(line)).toBe(line)
  })

  it('refuses a field that the event does not have', () => {
    const { log, lines } = recordingLog()
    // @ts-expect-error a body is not among the fields of this event
    log.info('server.stopping', { reason: 'SIGTERM', body: '{}' })
    expect(lines).toHaveLength(1)
  })
})
