package io.factorial.examples.batch;

import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import java.util.List;
import java.util.stream.IntStream;

/** The invoices of a night. Some have annexes, and one is a forgery that refers to itself. */
final class Invoices {

  private static final int COUNT = 500;
  private static final List<String> TEXTS =
      List.of(
          "Green tea and oat milk for the kitchen",
          "Two nights at the Harbour Hotel",
          "Paper, pens and a stapler",
          "Train to Lindhaven and back");

  /** What an invoice is for. */
  enum Category {
    FOOD,
    TRAVEL,
    OFFICE,
    UNCLEAR
  }

  /** How an invoice is booked. */
  record Booking(Category category, @Param("At most five words") String reason) {}

  /** What the agents are asked, one for each invoice. */
  static List<String> queries() {
    return IntStream.rangeClosed(1, COUNT)
        .mapToObj(number -> "Invoice " + number + ": " + text(number))
        .toList();
  }

  private static String text(int number) {
    return switch (number) {
      case 101, 303 -> "Sundries, see annex 1";
      case 404 -> "As agreed, see annex 1";
      default -> TEXTS.get(number % TEXTS.size());
    };
  }

  @Tool("Read an annex of an invoice")
  String annex(
      @Param("Number of the invoice") int invoice, @Param("Number of the annex") int annex) {
    if (invoice == 404) {
      return "As agreed, see annex 1";
    }
    return annex < 4 ? "Continued in annex " + (annex + 1) : "Twelve chairs and a desk";
  }
}
