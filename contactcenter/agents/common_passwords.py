"""The passwords that guessers try first, of those long enough to pass the floor. Lower case."""

COMMON = frozenset(
    """
    1234567890 0123456789 0987654321 9876543210 12345678910 1234567891 123456789a a123456789 123456789q
    q123456789 123456789z 1234567899 1122334455 0123456789a 123456123456 123123123123 123123123a
    1231231231 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 q1w2e3r4t5y6 1qaz2wsx3edc zaq12wsxcde3 1qazxsw23edc
    1qaz2wsx3e qazwsxedcrfv qwertyuiop qwertyuiop123 qwerty1234 qwerty12345 qwerty123456 qwerty123!
    qwertyuiop[] asdfghjkl; asdfghjkl1 asdfghjkl123 zxcvbnm123 zxcvbnm,./ asdf1234567 asdfasdfasdf
    qweasdzxc123 qwe123456789 password12 password123 password1234 password12345 password1! password123!
    password@123 passw0rd123 p@ssw0rd123 p@ssword123 p@ssw0rd1234 p@ssw0rd12 pass123456 pass@12345
    pass1234567 mypassword mypassword1 newpassword thepassword passwordpassword changeme123 changeme123!
    letmein123 letmein1234 letmein12345 welcome123 welcome1234 welcome@123 welcome123! welcome2024
    welcome2025 welcome2026 administrator administrator1 admin12345 admin123456 admin@1234 admin@12345
    admin1234567 adminadmin admin123admin root123456 iloveyou12 iloveyou123 iloveyou1234 iloveyou1!
    iloveyou2 iloveyouforever iloveyousomuch 1loveyou123 sunshine123 princess123 football123 baseball123
    basketball superman123 batman12345 dragon12345 monkey12345 michael123 jennifer123 charlie123
    computer123 internet123 samsung123 liverpool123 chelsea12345 manchester manchesterunited barcelona123
    juventus123 pokemon123 starwars123 whatever123 trustno1trustno1 mynameis123 abcd1234567 abc1234567
    abc123456789 abcdef1234 abcdefg123 abcdefgh123 abc123abc123 abcdefghijk abcd@12345 aaaaaaaaa1
    a1b2c3d4e5 a1b2c3d4e5f6 asd123456789 zxc123456789 test123456 testtest123 test1234567 guest12345
    user123456 demo123456 demodemo123 secret1234 secret12345 supersecret default123 temporary1 temp123456
    google12345 facebook123 zalo123456 viettel123 vinaphone123 mobifone123 vietnam123 vietnam1234
    vietnam12345 vietnamvodich vietnam2025 vietnam2026 hanoi12345 saigon12345 saigon123 hochiminh123
    danang12345 hochiminhcity matkhau123 matkhau1234 matkhau12345 matkhau123456 matkhau@123 matkhaucuatoi
    khongbiet123 khongcomatkhau anhyeuem123 anhyeuem12 emyeuanh123 yeuemnhieu anhyeuemnhieu anhnhoem123
    emnhoanh123 nhoemnhieu yeuanhnhieu toiyeuvietnam tinhyeucuatoi giadinh123 giadinhtoi conyeume123
    meyeucon123 bomeyeucon chucmungnammoi congtytnhh congty12345 tongdai123 tongdai1234 tongdaivien
    callcenter callcenter1 callcenter123 contactcenter contactcenter1 contactcenter123 telephone123
    support123 support1234 customerservice nguyenvana nguyenvana123 nguyenthib nguyen12345 nguyen123456
    tranvan123 hoanganh123 minhanh123 thanhtung123 tuananh123 thuyduong123 phuongthao123 ngocanh123
    quynhanh123 khanhlinh123 duongquynh123 linhlinh123 correcthorsebatterystaple 0909090909 0123456788
    0912345678 0987654322 0901234567 0909123456 1111111111 1111122222 1212121212 1313131313 2222222222
    1478963250 147258369a 147258369123 741852963123 7894561230 789456123a 159357159357 1593572468
    1029384756 5678901234 11223344556677 112233445566 111222333444 102030405060 1234509876 1234554321
    123454321a 12344321abcd abcdabcd1234 1234abcd1234 1234qwerasdf 1234qwer1234 qwer1234qwer q1q1q1q1q1
    !@#$%^&*() 1234!@#$qwer !qaz2wsx3edc !qaz@wsx#edc zaq1@wsx34 1q2w3e4r! 1q2w3e4r5t! qwer1234!@#$
    p@55w0rd123 passw0rd!@# hello12345 helloworld helloworld1 helloworld123 goodmorning happybirthday
    lovelovelove loveyou123 123love123
    """.split()
) | {"correct horse battery staple"}
