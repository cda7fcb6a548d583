const spoken = `payment refund invoice charged twice deposit withdrawal card declined bank transfer currency wallet balance
account login password reset locked email verification code expired session device game lobby match ranked crash freeze
update install patch server region latency disconnect voice chat friend invite ban appeal report cheater skin purchase
store order delivery late missing wrong item cold courier driver address phone number store closed receipt coupon discount
gateway timeout webhook callback signature token endpoint staging production deploy rollback incident outage database
queue worker memory disk certificate security phishing suspicious fraud chargeback dispute evidence customer agent escalate
manager urgent please help thanks broken error fails cannot unable since yesterday morning again still waiting answer
pago reembolso factura cobro doble tarjeta rechazada cuenta contraseña bloqueada juego partida actualización pedido
retrasado falta artículo devolución transacción seguridad error ayuda gracias pagamento reembolso fatura cartão recusado
conta senha bloqueada jogo partida atualização encomenda atrasada falta devolução transação segurança erro ajuda obrigado`

/** Words that only a few tickets have, as names and part numbers are. */
const rareWords = 20_000

/** Words as a desk writes them: the first ones all the time, the last ones hardly ever. */
export function writtenWords(): string[] {
  const common = [...new Set(spoken.split(/\s+/))]
  return [...common, ...Array.from({ length: rareWords }, (_, place) => rareWord(place))]
}

const heads = 'bdfgklmnprstvz'
const tails = 'aeiou'
const syllables = heads.length * tails.length

/** Four syllables, another word for each place: the factor shares no divisor with the number of all such words. */
export function rareWord(place: number): string {
  let rest = (place * 48_271) % syllables ** 4
  let text = ''
  for (let syllable = 0; syllable < 4; syllable++) {
    const one = rest % syllables
    text += (heads[one % heads.length] ?? '') + (tails[Math.floor(one / heads.length)] ?? '')
    rest = Math.floor(rest / syllables)
  }
  return text
}
