import { partWords } from '../../ui/words/part-words.ts'

const en = {
  counted: '{n} predictions.',
  countedWithout: '{n} predictions; left out: {excluded}.',
  brier: 'Brier {brier}',
  better: '{skill} less error than saying {observed} of every clock ({base}).',
  worse: 'No less error than saying {observed} of every clock ({base}).',
  same: 'Every clock came out alike: there was nothing to tell apart.',
  clocks: 'Clocks',
  definition:
    'At 25, 50 and 75 % of its target each clock was given a probability of being late, by what was known on that day. Of those given 60 to 70 %, as many should have been late: dots on the dashed line. Bars are Wilson’s 95 % interval. Brier is the mean squared error, 0 at best.',
  diagram: 'Predicted and observed shares late: {points}',
  interval: '95 % interval',
  observed: 'Late',
  point: '{predicted} predicted, {observed} late',
  predicted: 'Predicted',
  predictions: 'Predictions',
  sampled: 'Judged by {tickets} of {of} tickets, evenly over the time.',
  tenth: 'Probability',
  title: 'How good the breach risks were',
}

const es: typeof en = {
  counted: '{n} predicciones.',
  countedWithout: '{n} predicciones; sin contar: {excluded}.',
  brier: 'Brier {brier}',
  better: '{skill} menos de error que decir {observed} de cada reloj ({base}).',
  worse: 'No menos error que decir {observed} de cada reloj ({base}).',
  same: 'Todos los relojes acabaron igual: no había nada que distinguir.',
  clocks: 'Relojes',
  definition:
    'Al 25, 50 y 75 % de su objetivo se dio a cada reloj una probabilidad de retraso, según lo sabido ese día. De los que tenían entre 60 y 70 %, otros tantos debían retrasarse: puntos sobre la línea discontinua. Las barras son el intervalo de Wilson al 95 %. Brier es el error cuadrático medio; 0 es lo mejor.',
  diagram: 'Proporciones de retraso previstas y observadas: {points}',
  interval: 'Intervalo del 95 %',
  observed: 'Con retraso',
  point: '{predicted} previsto, {observed} con retraso',
  predicted: 'Previsto',
  predictions: 'Predicciones',
  sampled: 'Según {tickets} de {of} tickets, repartidos por el tiempo.',
  tenth: 'Probabilidad',
  title: 'Cuánto acertaron los riesgos de retraso',
}

const pt: typeof en = {
  counted: '{n} previsões.',
  countedWithout: '{n} previsões; não contadas: {excluded}.',
  brier: 'Brier {brier}',
  better: '{skill} menos erro do que dizer {observed} de cada relógio ({base}).',
  worse: 'Não menos erro do que dizer {observed} de cada relógio ({base}).',
  same: 'Todos os relógios acabaram da mesma forma: não havia nada a distinguir.',
  clocks: 'Relógios',
  definition:
    'Aos 25, 50 e 75 % do objetivo deu-se a cada relógio uma probabilidade de atraso, pelo que se sabia nesse dia. Dos que tinham 60 a 70 %, outros tantos deviam atrasar-se: pontos sobre a linha tracejada. As barras são o intervalo de Wilson a 95 %. Brier é o erro quadrático médio; 0 é o melhor.',
  diagram: 'Proporções de atraso previstas e observadas: {points}',
  interval: 'Intervalo de 95 %',
  observed: 'Com atraso',
  point: '{predicted} previsto, {observed} com atraso',
  predicted: 'Previsto',
  predictions: 'Previsões',
  sampled: 'Segundo {tickets} de {of} tickets, repartidos pelo tempo.',
  tenth: 'Probabilidade',
  title: 'Quanto acertaram os riscos de atraso',
}

/** The words of the report on breach risks. */
export const said = partWords({ en, es, pt })
