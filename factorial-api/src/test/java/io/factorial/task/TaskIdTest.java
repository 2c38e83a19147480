package io.factorial.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidTaskIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTest {

  private static final String ROOT = "3-0123456789abcdefghiXYZ";

  @Test
  void anIdReadsBackAsItself() {
    assertThat(TaskId.parse(ROOT)).hasToString(ROOT);
    assertThat(TaskId.parse(ROOT + ".0.12.9999")).hasToString(ROOT + ".0.12.9999");
  }

  @Test
  void anIdCarriesItsPartition() {
    assertThat(TaskId.parse(ROOT).partition()).isEqualTo(3);
    assertThat(TaskId.parse("12" + ROOT.substring(1) + ".1.2.3").partition()).isEqualTo(12);
    assertThat(BatchId.parse(ROOT).partition()).isEqualTo(3);
  }

  @Test
  void aChildsIdFollowsFromItsParentsAndTheCall() {
    TaskId child = TaskId.parse(ROOT).child(4, 0, 17);

    assertThat(child).isEqualTo(TaskId.parse(ROOT + ".4.0.17"));
    assertThat(child.partition()).isEqualTo(3);
    assertThat(child.child(0, 1, 2)).hasToString(ROOT + ".4.0.17.0.1.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "3-",
        "-0123456789abcdefghiXYZ",
        "03-0123456789abcdefghiXYZ",
        "3-0123456789abcdefghiXY",
        "3-0123456789abcdefghiXYZ0",
        "3-0123456789abcdefghiXY_",
        "3-0123456789abcdefghiXYZ.1",
        "3-0123456789abcdefghiXYZ.1.2",
        "3-0123456789abcdefghiXYZ.1.2.03",
        "3-0123456789abcdefghiXYZ.1.2.-3",
        "3-0123456789abcdefghiXYZ.1.2.3.4",
        "3-0123456789abcdefghiXYZ\n",
        "1000000000-0123456789abcdefghiXYZ",
      })
  void anyOtherTextIsRefused(String text) {
    assertThatThrownBy(() -> TaskId.parse(text))
        .isInstanceOf(InvalidTaskIdException.class)
        .hasMessage(
            "task id: "
                + text
                + " (expected: PARTITION-22 letters or digits, .TURN.INDEX.I per generation, at most"
                + " 256 characters)");
  }

  @Test
  void anIdHasAtMost256Characters() {
    TaskId deep = TaskId.parse(ROOT);
    for (int generation = 0; generation < 38; generation++) {
      deep = deep.child(1, 1, 1);
    }
    TaskId deepest = deep;

    assertThat(deepest.value()).hasSize(252);
    assertThatThrownBy(() -> deepest.child(1, 1, 1)).isInstanceOf(InvalidTaskIdException.class);
  }

  @Test
  void aNegativeNumberMakesNoChild() {
    TaskId parent = TaskId.parse(ROOT);

    assertThatThrownBy(() -> parent.child(-1, 0, 0)).isInstanceOf(InvalidTaskIdException.class);
  }

  @Test
  void aRefusalRepeatsLittleOfALongText() {
    assertThatThrownBy(() -> TaskId.parse("x".repeat(100_000)))
        .isInstanceOf(InvalidTaskIdException.class)
        .hasMessageStartingWith("task id: " + "x".repeat(80) + "… (expected: ");
  }

  @Test
  void aBatchHasNoGenerations() {
    assertThatThrownBy(() -> BatchId.parse(ROOT + ".1.2.3"))
        .isInstanceOf(InvalidTaskIdException.class)
        .hasMessage("batch id: " + ROOT + ".1.2.3 (expected: PARTITION-22 letters or digits)");
  }
}
