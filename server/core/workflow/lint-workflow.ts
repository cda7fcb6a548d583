import type { AgentAttributes } from '../expressions/agent-facts.ts'
import type { WorkflowDocument } from './document.ts'
import type { Finding } from './finding.ts'
import { fault, placeFindings } from './finding.ts'
import { lintArticles } from './lint-articles.ts'
import { lintAutomations } from './lint-automations.ts'
import { lintAutomatic } from './lint-automatic.ts'
import { lintWordings } from './lint-wordings.ts'
import { lintCases } from './lint-cases.ts'
import { lintClocks } from './lint-clocks.ts'
import { lintDeliveries } from './lint-deliveries.ts'
import { lintExpressions } from './lint-expressions.ts'
import { lintLifecycles } from './lint-lifecycles.ts'
import { lintMail } from './lint-mail.ts'
import { lintQueues } from './lint-queues.ts'
import { lintReferences } from './lint-references.ts'
import { lintRules } from './lint-rules.ts'
import { lintStaffing } from './lint-staffing.ts'
import { lintPage } from './lint-page.ts'
import { lintChatChannels, lintWidgets } from './lint-widgets.ts'
import type { Locate, Problem } from './problem.ts'
import { nowhere } from './problem.ts'

/**
 * Everything a document of the right shape still gets wrong, in the order of the text. A document without errors compiles.
 * With the workspace's agents it also says which queues nobody could serve.
 */
export function lintWorkflow(
  document: WorkflowDocument,
  locate: Locate = nowhere,
  agents: readonly AgentAttributes[] | null = null,
): readonly Problem[] {
  const expressions = lintExpressions(document)
  const isReadable = !expressions.some(({ code }) => code.startsWith('expression_'))
  const findings: Finding[] = [
    ...lintReferences(document),
    ...expressions,
    ...(isReadable ? lintRules(document) : []),
    ...lintQueues(document),
    ...lintLifecycles(document),
    ...lintAutomatic(document),
    ...lintWordings(document),
    ...lintClocks(document),
    ...lintCases(document),
    ...lintAutomations(document),
    ...lintArticles(document),
    ...lintMail(document),
    ...lintDeliveries(document),
    ...lintWidgets(document),
    ...lintPage(document),
    ...lintChatChannels(document),
    ...lintScorecards(document),
    ...lintTestNames(document),
  ]
  const isSound = !findings.some(({ severity }) => severity === 'error')
  if (agents !== null && isSound) findings.push(...lintStaffing(document, agents))
  return placeFindings(findings, locate)
}

/** Two questions of one name could not be told apart, and without a weight no review would have a score. */
function lintScorecards({ scorecards = {} }: WorkflowDocument): readonly Finding[] {
  return Object.entries(scorecards).flatMap(([slug, { criteria }]) => {
    const ids = criteria.map(({ id }) => id)
    const twice = ids.flatMap((id, index) =>
      ids.indexOf(id) === index
        ? []
        : [
            fault(
              'duplicate_name',
              ['scorecards', slug, 'criteria', index, 'id'],
              `There are two criteria called "${id}".`,
            ),
          ],
    )
    const isWeightless = criteria.every(({ weight }) => weight === 0)
    const message = `No criterion of "${slug}" has a weight, so its reviews have no score.`
    return isWeightless ? [...twice, fault('out_of_range', ['scorecards', slug, 'criteria'], message)] : twice
  })
}

function lintTestNames({ tests = [] }: WorkflowDocument): readonly Finding[] {
  const names = tests.map(({ name }) => name)
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [fault('duplicate_name', ['tests', index, 'name'], `There are two tests called "${name}".`)],
  )
}
