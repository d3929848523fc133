import { eventLogSuite } from '@parley/ports/suites/event-log';
import { describeEngine } from '@parley/testing';
import { openPair } from '../testing/open-pair.ts';

describeEngine('kafka', 'Kafka', (brokers) => {
  eventLogSuite({
    name: 'KafkaEventLog in one partition',
    open: () => openPair(brokers, 1),
    ...{ firstOffset: 0, sharesConversations: true },
  });

  eventLogSuite({
    name: 'KafkaEventLog in several partitions',
    open: () => openPair(brokers, 3),
    ...{ firstOffset: 0, isPartitioned: true, sharesConversations: true },
  });
});
