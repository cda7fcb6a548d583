import { exportSnapshot } from './snapshot.ts'
import type { Engine } from './state.ts'

/** Two multiplicative 32-bit hashes side by side; not for secrets, only to tell states apart. */
class TextHash {
  #high = 0x811c9dc5
  #low = 0x9747b28c

  add(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      this.#high = Math.imul(this.#high ^ code, 0x01000193)
      this.#low = Math.imul(this.#low ^ code, 0x85ebca6b) ^ (this.#low >>> 13)
    }
  }

  get hex(): string {
    const part = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
    return part(this.#high) + part(this.#low)
  }
}

/**
 * 16 hex digits over everything later decisions depend on, whatever way the engine got there: a full replay and a
 * snapshot with the tail of the log give the same. `Infinity` counts as the word.
 */
export const stateHash = (engine: Engine): string => {
  const hash = new TextHash()
  const replacer = (_key: string, value: unknown): unknown => (value === Infinity ? 'Infinity' : value)
  const add = (row: unknown): void => hash.add(JSON.stringify(row, replacer))
  const { tasks, agents, offers, now } = exportSnapshot(engine)
  add([now, engine.config.workflowVersion])
  for (const task of tasks) {
    const item = engine.tasks.get(task.taskId)
    add([task, item?.state, item?.setAsideUntil, item?.state === 'reserved' ? item.agentId : null])
  }
  for (const agent of agents) add([agent, engine.agents.get(agent.agent.agentId)?.setAsideUntil])
  for (const offer of offers) add(offer)
  return hash.hex
}
