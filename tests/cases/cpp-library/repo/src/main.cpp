#include <cstdio>

int main()
{
    std::printf("0\n");
    std::printf("1\n");
    std::printf("2\n");
    std::printf("3\n");
    std::printf("4\n");
    std::printf("5\n");
    std::printf("6\n");
    std::printf("7\n");
    std::printf("8\n");
    std::printf("9\n");
    std::printf("10\n");
    std::printf("11\n");
    std::printf("12\n");
    std::printf("13\n");
    std::printf("14\n");
    std::printf("15\n");
    std::printf("16\n");
    std::printf("17\n");
    std::printf("18\n");
    std::printf("19\n");
    std::printf("20\n");
    std::printf("21\n");
    std::printf("22\n");
    std::printf("23\n");
    std::printf("24\n");
    std::printf("25\n");
    std::printf("26\n");
    std::printf("27\n");
    std::printf("28\n");
    std::printf("29\n");
}
