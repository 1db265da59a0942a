package jackdaw.environments;

/** The cards of one side in {@link Blackjack}, and what they are worth. */
final class BlackjackHand {
  static final int ACE = 1;

  /** Aces alone make 21 with 21 cards, and one more is drawn to go beyond. */
  private static final int MAX_CARDS = 22;

  private static final int ACE_BONUS = 10;

  private final int[] cards = new int[MAX_CARDS];
  private int count;
  private int hardSum;
  private boolean hasAce;

  void clear() {
    count = 0;
    hardSum = 0;
    hasAce = false;
  }

  void take(int card) {
    cards[count++] = card;
    hardSum += card;
    hasAce |= card == ACE;
  }

  int count() {
    return count;
  }

  int card(int index) {
    return cards[index];
  }

  int openCard() {
    return cards[0];
  }

  boolean hasUsableAce() {
    return hasAce && hardSum + ACE_BONUS <= Blackjack.BEST_SUM;
  }

  int sum() {
    return hasUsableAce() ? hardSum + ACE_BONUS : hardSum;
  }

  /** An ace and a ten. */
  boolean isNatural() {
    return count == 2 && sum() == Blackjack.BEST_SUM;
  }

  static String name(int card) {
    return card == ACE ? "A" : Integer.toString(card);
  }

  /** The cards, one after the other. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(name(cards[i]));
    }
    return text.toString();
  }
}
