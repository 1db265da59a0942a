package jackdaw.environments;

/** One side's cards in {@link Blackjack}, and their value. */
final class BlackjackHand {
  static final int ACE = 1;

  /** The most cards of a hand: 21 aces make 21, and one more card goes beyond. */
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

  /** Returns whether the hand is an ace and a ten. */
  boolean isNatural() {
    return count == 2 && sum() == Blackjack.BEST_SUM;
  }

  static String name(int card) {
    return card == ACE ? "A" : Integer.toString(card);
  }

  /** Returns the cards, one after the other. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(name(cards[i]));
    }
    return text.toString();
  }
}
