package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 64, 1_024})
  void theSlotOfAPartitionLiesInItsShare(int partitions) {
    for (int i = 0; i < partitions; i++) {
      int slot = SlotHash.getSlot("{" + Partitions.tag("factorial", i, partitions) + "}:meta");

      assertThat(slot * (long) partitions / SlotHash.SLOT_COUNT).isEqualTo(i);
    }
  }

  @Test
  void tagsDiffer() {
    List<String> tags =
        IntStream.range(0, 64).mapToObj(i -> Partitions.tag("factorial", i, 64)).toList();

    assertThat(tags).doesNotHaveDuplicates();
  }

  @Test
  void anOwnersPartitionNeverChanges() {
    assertThat(Partitions.numberOf("ada", 8)).isEqualTo(Partitions.numberOf("ada", 8));
    assertThat(Partitions.numberOf("123456789", 1_000)).isEqualTo((int) (0xCBF43926L % 1_000));
  }
}
