import type { AgentAttributes } from '../expressions/agent-facts.ts'
import { languagesMatch } from '../routing/index.ts'
import { compileQueue } from './compile-queue.ts'
import type { WorkflowDocument } from './document.ts'
import type { Finding } from './finding.ts'
import { doubt } from './finding.ts'
import { qualifies, relaxRequirements } from './relax-requirements.ts'
import type { Queue } from './snapshot.ts'

/** Queues, skills and languages that nobody of the given agents could ever serve. Expects a document without errors. */
export function lintStaffing(document: WorkflowDocument, agents: readonly AgentAttributes[]): readonly Finding[] {
  const queues = Object.entries(document.routing.queues).map(([slug, queue]) => compileQueue(slug, queue, new Map()))
  const empty = queues.filter((queue) => !agents.some((agent) => queue.members.holds({ agent })))
  return [
    ...empty.map(({ slug }) => ({
      ...doubt('nobody_qualifies', ['routing', 'queues', slug], `No agent belongs to "${slug}".`),
      at: 'key' as const,
    })),
    ...ruleFindings(
      document,
      agents,
      queues.filter((queue) => !empty.includes(queue)),
    ),
    ...holderFindings(document, agents),
  ]
}

function ruleFindings(
  document: WorkflowDocument,
  agents: readonly AgentAttributes[],
  queues: readonly Queue[],
): readonly Finding[] {
  return document.routing.rules.flatMap((rule, index) => {
    const queue = queues.find(({ slug }) => slug === rule.set?.queue)
    const skills = rule.require?.skills
    if (queue === undefined || skills === undefined) return []
    const relaxed = relaxRequirements(queue, { skills, languages: [] }, Infinity)
    if (agents.some((agent) => qualifies(queue, { ...relaxed, languages: [] }, { agent }))) return []
    const message = `No agent of "${queue.slug}" has what "${rule.id}" asks for, however long the task waits.`
    return [doubt('nobody_qualifies', ['routing', 'rules', index, 'require'], message)]
  })
}

function holderFindings(
  { routing, languages }: WorkflowDocument,
  agents: readonly AgentAttributes[],
): readonly Finding[] {
  const skillFindings = routing.rules.flatMap((rule, index) =>
    Object.keys(rule.require?.skills ?? {})
      .filter((skill) => !agents.some((agent) => (agent.skills[skill] ?? 0) > 0))
      .map((skill) =>
        doubt(
          'skill_without_holder',
          ['routing', 'rules', index, 'require', 'skills', skill],
          `Nobody has the skill "${skill}".`,
        ),
      ),
  )
  const languageFindings = languages.flatMap((language, index) => {
    if (agents.some((agent) => agent.languages.some((spoken) => languagesMatch(spoken, language)))) return []
    return [doubt('language_without_speaker', ['languages', index], `Nobody speaks "${language}".`)]
  })
  return [...skillFindings, ...languageFindings]
}
