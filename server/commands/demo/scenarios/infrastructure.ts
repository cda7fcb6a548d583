import type { Scenario } from '../scenario.ts'

export const infrastructure: readonly Scenario[] = [
  {
    category: 'infrastructure',
    type: 'incident',
    serviceLines: ['platform-support'],
    affected: 'game-servers',
    asks: {
      en: ['All tables of one region are down', 'Players in Lisbon cannot open any table since 10 minutes.'],
      es: ['Todas las mesas de una región caídas', 'Los jugadores de Lisboa no pueden abrir ninguna mesa.'],
      pt: ['Todas as mesas de uma região em baixo', 'Os jogadores de Lisboa não conseguem abrir nenhuma mesa.'],
    },
    cause: 'A rack lost one of its two power feeds.',
    correction: 'Load moved to the second zone, feed restored.',
    resolution: 'All tables are open again.',
  },
  {
    category: 'infrastructure',
    type: 'infrastructure_issue',
    serviceLines: ['game-support', 'platform-support'],
    affected: 'game-servers',
    asks: {
      en: ['High latency in ranked games', 'Every ranked game lags by half a second tonight.'],
      es: [
        'Latencia alta en partidas clasificatorias',
        'Esta noche todas las partidas van con medio segundo de retraso.',
      ],
      pt: ['Latência alta nos jogos classificados', 'Esta noite todos os jogos têm meio segundo de atraso.'],
    },
    cause: 'A route through a congested exchange was preferred.',
    correction: 'Route weight lowered.',
    resolution: 'Latency is back under 60 ms.',
  },
  {
    category: 'infrastructure',
    type: 'infrastructure_issue',
    serviceLines: ['platform-support'],
    asks: {
      en: ['Disk of the reporting node is nearly full', 'The monitor shows 93 % and rising on reporting-2.'],
      es: ['Disco casi lleno en el nodo de informes', 'El monitor marca un 93 % y subiendo en reporting-2.'],
      pt: ['Disco quase cheio no nó de relatórios', 'O monitor mostra 93 % e a subir no reporting-2.'],
    },
    cause: 'Old exports were kept without a limit.',
    correction: 'Exports older than 30 days moved to the archive.',
    resolution: 'The disk is at 41 %.',
  },
]
